import { goodAnswers, demoCluster, demoObjects, Run, runDemo } from './cluster';

// each test starts programs and waits for them, so they run concurrently
jest.setTimeout(120_000);

const deploy = ['--file', 'MANIFESTS', '--timeout', '1'];
const kindsOf = (run: Run): string[] => run.cluster.objects.map((o) => `${o.kind}/${o.metadata.name}`);
const balanced = (objects: any[], addressOf: (name: string) => string | undefined): any[] =>
  objects.map((o) => {
    const ip = o.kind === 'Service' ? addressOf(o.metadata.name) : undefined;
    return ip === undefined ? o : { ...o, status: { loadBalancer: { ingress: [{ ip }] } } };
  });
const hasCall = (run: Run, ...words: string[]): boolean =>
  run.calls.some((call) => words.every((word) => call.includes(word)));

describe('every command', () => {
  test.concurrent('prints how to get kubectl', async () => {
    const runs = await Promise.all(
      (['deploy', 'validate', 'teardown'] as const).map((script) => runDemo(script, [], undefined)),
    );
    for (const run of runs) {
      expect(run).toMatchObject({
        code: 2,
        stderr: 'kubectl is not in PATH: install it (https://kubernetes.io/docs/tasks/tools/)\n',
      });
    }
  });

  test.concurrent('prints which cluster does not answer', async () => {
    const run = await runDemo(
      'validate',
      ['--context', 'gateway', '--kubeconfig', '/k'],
      demoCluster({ unreachable: true }),
    );
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^no cluster answers: The connection to the server gateway was refused\n.*--context/);
    expect(run.calls).toEqual([
      ['--context', 'gateway', '--kubeconfig', '/k', 'version', '-o', 'json', '--request-timeout=20s'],
    ]);
  });

  test.concurrent('prints its options after an unknown option', async () => {
    const run = await runDemo('teardown', ['--tiemout', '3'], demoCluster());
    expect(run).toMatchObject({ code: 2, calls: [] });
    expect(run.stderr).toMatch(/--tiemout[^]*--timeout SECONDS/);
  });
});

describe('deploy', () => {
  test.concurrent('applies all manifests at once and ends when all pods are ready', async () => {
    const run = await runDemo('deploy', deploy, demoCluster({ objects: [] }));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/apparmor-loader: 2 of 2 ready\n[^]*the demo is running/);
    expect(run.calls.filter((call) => call.includes('apply'))).toHaveLength(1);
    expect(run.stdout).not.toMatch(/load balancer/);
  });

  test.concurrent('prints what kubectl creates', async () => {
    const run = await runDemo('deploy', deploy, demoCluster({ objects: [] }));
    for (const { kind, metadata } of demoObjects())
      expect(run.stdout).toContain(`${kind.toLowerCase()}/${metadata.name} serverside-applied\n`);
  });

  test.concurrent('waits for the addresses of load balancers, and prints them', async () => {
    const run = await runDemo(
      'deploy',
      [...deploy, '--via', 'load-balancer'],
      demoCluster({ objects: balanced(demoObjects(), () => '10.0.0.7') }),
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^load balancer of hello-root: 10\.0\.0\.7$/m);
  });

  test.concurrent('stops waiting for addresses, and prints the variants without one', async () => {
    const objects = balanced(demoObjects(), (name) => (name === 'hello-override' ? undefined : '10.0.0.7'));
    const run = await runDemo('deploy', [...deploy, '--via', 'load-balancer'], demoCluster({ objects }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^load balancer of hello-override: no address yet$/m);
    expect(run.stderr).toMatch(/^no address after 1 s: hello-override\n/);
  });

  test.concurrent('rejects an unknown path of requests', async () => {
    const run = await runDemo('deploy', ['--via', 'ingress'], demoCluster());
    expect(run).toMatchObject({
      code: 2,
      stderr: '--via must be port-forward or load-balancer, got "ingress"\n',
      calls: [],
    });
  });

  test.concurrent('stops after a time-out, and prints the reasons of a stuck pod', async () => {
    const stuck = demoObjects().filter(
      (o) => !(o.metadata.name.startsWith('armored-hello-denied') && o.kind !== 'Service'),
    );
    stuck.push({
      kind: 'Deployment',
      metadata: { name: 'armored-hello-denied', namespace: 'secure-edge-demo', generation: 1 },
      spec: {},
      status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1 },
    });
    stuck.push({
      kind: 'Pod',
      metadata: { name: 'armored-hello-denied-1', namespace: 'secure-edge-demo' },
      status: {
        containerStatuses: [
          {
            name: 'hello',
            ready: false,
            state: {
              waiting: { reason: 'CreateContainerError', message: 'apparmor profile not found armored-hello-denied' },
            },
          },
        ],
      },
    });
    const run = await runDemo('deploy', deploy, demoCluster({ objects: stuck }));
    expect(run.code).toBe(1);
    expect(run.stderr).toBe(
      `not ready after 1 s:
  secure-edge-demo/armored-hello-denied
    armored-hello-denied-1: container hello is waiting: CreateContainerError: apparmor profile not found armored-hello-denied
`,
    );
  });

  test.concurrent('prints every error of the cluster about the manifests', async () => {
    const run = await runDemo('deploy', deploy, demoCluster({ refuses: ['Error: first', 'Error: second'] }));
    expect(run).toMatchObject({ code: 1, stderr: 'Error: first\nError: second\n' });
  });

  test.concurrent('prints how to write the manifests if they do not exist', async () => {
    const run = await runDemo('deploy', ['--file', '/nowhere.yaml'], demoCluster());
    expect(run).toMatchObject({ code: 2, stderr: '/nowhere.yaml is missing: write it with npm run synth\n' });
    expect(hasCall(run, 'apply')).toBe(false);
  });
});

describe('validate', () => {
  test.concurrent('succeeds if every answer is as expected, even after a broken connection', async () => {
    const run = await runDemo('validate', [], demoCluster({ failures: { 'hello-user': 1 } }));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^armored-hello-denied +ok +nobody, 65534, 65534 +denied +ok +denied$/m);
    expect(run.stdout).not.toMatch(/expected/);
    expect(run.calls.filter((call) => call.includes('service/hello-user'))).toHaveLength(2);
  });

  test.concurrent('fails if a cell is wrong, and prints only that cell', async () => {
    const answers = {
      ...goodAnswers,
      'armored-hello-denied': {
        ...goodAnswers['armored-hello-denied'],
        '/procfile': goodAnswers['hello-user']['/procfile'],
      },
    };
    const run = await runDemo('validate', [], demoCluster({ answers }));
    expect(run.code).toBe(1);
    expect(run.stdout.split('\n').filter((line) => line.includes('expected'))).toEqual([
      'armored-hello-denied /procfile: expected denied, got ok',
    ]);
  });

  test.concurrent('fails after three attempts if a variant does not exist', async () => {
    const run = await runDemo(
      'validate',
      [],
      demoCluster({ answers: { ...goodAnswers, 'hello-override': undefined } }),
    );
    expect(run.code).toBe(1);
    const lines = run.stdout.split('\n').filter((line) => line.includes('expected'));
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      'hello-override /hostname: expected ok, got failed: Error from server (NotFound): services "hello-override" not found',
    );
    expect(run.calls.filter((call) => call.includes('service/hello-override'))).toHaveLength(3);
  });

  test.concurrent('stops waiting for a server that does not answer', async () => {
    const hanging = { ...goodAnswers['hello-user'], '/userfile': { status: 200, body: '', hangs: true } };
    const run = await runDemo(
      'validate',
      ['--timeout', '1'],
      demoCluster({ answers: { ...goodAnswers, 'hello-user': hanging } }),
    );
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^hello-user \/userfile: expected ok, got failed: /m);
  });
});

describe('validate --answers', () => {
  test.concurrent('prints each answer, and five lines of /proc/cpuinfo', async () => {
    const cpuinfo = Array.from({ length: 8 }, (_, i) => `${i === 0 ? 'processor' : 'line'}\t: ${i}`).join('\n');
    const answers = {
      ...goodAnswers,
      'hello-user': { ...goodAnswers['hello-user'], '/procfile': { status: 200, body: cpuinfo } },
    };
    const run = await runDemo('validate', ['--answers'], demoCluster({ answers }));
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(`hello-user:
  /hostname: 200
    You are querying host hello-user-5d9f7c-x2x8k
  /getuser: 200
    User: nobody
    UID: 65534
    GID: 65534
  /rootfile: 403
    unable to open root.txt: open root.txt: permission denied
  /userfile: 200
    You have read the user.txt file.
  /procfile: 200
    processor : 0
    line : 1
    line : 2
    line : 3
    line : 4

hello-override:
`);
  });

  test.concurrent('prints why an answer is missing', async () => {
    const run = await runDemo(
      'validate',
      ['--answers'],
      demoCluster({ answers: { ...goodAnswers, 'hello-user': undefined } }),
    );
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(
      '  /getuser: no answer: Error from server (NotFound): services "hello-user" not found\n',
    );
  });
});

describe('validate --via load-balancer', () => {
  test.concurrent('sends the requests to the address of the load balancer', async () => {
    // nothing listens on port 80 of this address of the documentation, and its requests fail at once or after a second
    const objects = balanced(demoObjects(), () => '127.0.0.254');
    const run = await runDemo('validate', ['--via', 'load-balancer', '--timeout', '1'], demoCluster({ objects }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^hello-root \/hostname: expected ok, got failed: .*127\.0\.0\.254:80$/m);
    expect(hasCall(run, 'port-forward')).toBe(false);
  });

  test.concurrent('prints how to get an address if a Service has none', async () => {
    const run = await runDemo('validate', ['--via', 'load-balancer'], demoCluster());
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /^hello-user \/hostname: expected ok, got failed: service hello-user has no address: npm run demo:deploy -- --via/m,
    );
  });
});

describe('teardown', () => {
  test.concurrent(
    'leaves nothing behind, in the cluster or in the kernels, and no process unconfined; then has nothing to do',
    async () => {
      const run = await runDemo('teardown', ['--timeout', '1'], demoCluster());
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.cluster).toMatchObject({ objects: [], kernel: ['somebody-elses'], unconfined: [] });
      expect(run.stdout).toMatch(/retiring the profiles armored-hello-denied, armored-hello-user, long-ago\n/);

      // the loader's pods are replaced, so that their readiness is not based on the old list
      const patches = run.calls
        .filter((call) => call.includes('patch'))
        .map((call) => [call[1], call[call.indexOf('--patch') + 1]]);
      expect(patches).toEqual([
        ['configmap', '{"data":{"retired":"armored-hello-denied\\narmored-hello-user\\nlong-ago\\n"}}'],
        ['daemonset', '{"spec":{"template":{"metadata":{"annotations":{"secure-edge.dev/retired-version":"u/13"}}}}}'],
      ]);

      const again = await runDemo('teardown', ['--timeout', '1'], run.cluster);
      expect(again).toMatchObject({ code: 0, stdout: 'the cluster does not contain the demo\n', stderr: '' });
      expect(again.calls.map((call) => call[0])).toEqual(['version', 'get']);
    },
  );

  test.concurrent('keeps the profiles while a pod or a load balancer exists, and prints its name', async () => {
    const objects = demoObjects();
    for (const { kind, metadata } of objects) {
      if (kind === 'Service' && metadata.name === 'hello-root')
        metadata.finalizers = ['service.kubernetes.io/load-balancer-cleanup'];
    }
    objects.push({ kind: 'Pod', metadata: { name: 'slow-pod', namespace: 'secure-edge-demo', ownedBy: 'gone' } });
    const run = await runDemo('teardown', ['--timeout', '1'], demoCluster({ objects }));
    expect(run).toMatchObject({ code: 1, stderr: 'not deleted after 1 s:\n  service/hello-root\n  pod/slow-pod\n' });
    expect(run.cluster.kernel).toContain('armored-hello-denied');
    expect(kindsOf(run)).toContain('DaemonSet/apparmor-loader');
  });

  test.concurrent('keeps the loader until it has unloaded the profiles', async () => {
    const run = await runDemo('teardown', ['--timeout', '1'], demoCluster({ loaderIsStuck: true }));
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^not ready after 1 s:\n {2}apparmor-loader\/apparmor-loader\n/);
    expect(kindsOf(run)).toContain('DaemonSet/apparmor-loader');
    expect(run.cluster.kernel).toContain('armored-hello-denied');
  });

  test.concurrent('continues after an interrupted teardown', async () => {
    const halfway = demoObjects().filter(
      (o) => o.metadata.namespace === 'apparmor-loader' || o.metadata.name === 'apparmor-loader',
    );
    const run = await runDemo('teardown', ['--timeout', '1'], demoCluster({ objects: halfway }));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.cluster).toMatchObject({ objects: [], kernel: ['somebody-elses'] });
  });

  test.concurrent('prints the profiles that stay in the kernels if the loader is already deleted', async () => {
    const objects = demoObjects().filter((o) => o.metadata.name !== 'apparmor-loader' || o.kind === 'Namespace');
    const withoutPods = objects.filter((o) => o.metadata.ownedBy !== 'apparmor-loader');
    const run = await runDemo('teardown', ['--timeout', '1'], demoCluster({ objects: withoutPods }));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /the loader does not exist, so each node keeps armored-hello-denied, armored-hello-user, long-ago until it restarts/,
    );
    expect(run.cluster.objects).toEqual([]);
  });
});
