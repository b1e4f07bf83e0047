import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runCheck } from '../../src/cli/run-check';
import { runHarden } from '../../src/cli/run-harden';
import { Severity } from '../../src/diagnostics/severity';

const ROOT = path.join(__dirname, '../..');

/** Manifests in the style of other tools. */
const FOREIGN: Readonly<Record<string, string>> = {
  'deployment.yaml': `# of the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web   # as in DNS
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: registry.example/web:1    # pinned next week
`,
  'dos.yaml':
    'apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: dos}\r\nspec:\r\n  containers:\r\n  - {name: a, image: b}\r\n',
  'several.yaml': `# first
apiVersion: v1
kind: Service
metadata: {name: web}
---
# second
apiVersion: batch/v1
kind: CronJob
metadata: {name: night}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - name: fetch
              image: x
          containers:
            - name: work
              image: x
---
# nothing
`,
  'list.json': JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'b' }] } },
    ],
  }),
  'sub/anchors.yml': `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: log, labels: &labels {app: log}}
spec:
  template:
    metadata: {labels: *labels}
    spec:
      containers:
        - &one
          name: one # of two
          image: x
        - <<: *one
          name: two
`,
  'values.yaml': 'image:   x # no manifest\n',
};

const WEAK = `apiVersion: v1
kind: Pod
metadata:
  name: weak
  namespace: shop
spec:
  hostNetwork: true
  containers:
    - name: main
      image: x
      securityContext:
        allowPrivilegeEscalation: yes
`;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  process.chdir(folder);
  for (const [name, text] of Object.entries(FOREIGN)) {
    fs.mkdirSync(path.dirname(path.join('in', name)), { recursive: true });
    fs.writeFileSync(path.join('in', name), text);
  }
});
afterEach(() => {
  process.chdir(ROOT);
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function captured(run: () => number | Promise<number>, isTTY = false): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  const terminal = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
  Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text)))),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text)))),
    jest.spyOn(console, 'error').mockImplementation((text) => void (stderr += `${String(text)}\n`)),
  ];
  try {
    const code = await run();
    return { code, stdout, stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
    if (terminal) Object.defineProperty(process.stderr, 'isTTY', terminal);
    else delete (process.stderr as { isTTY?: boolean }).isTTY;
  }
}

const harden = (paths: string[], output?: string, isTTY?: boolean): Promise<Run> =>
  captured(() => runHarden(paths, { kubernetes: '1.30', ...(output !== undefined && { output }) }), isTTY);
const inPlace = (...paths: string[]): Promise<Run> =>
  captured(() => runHarden(paths, { kubernetes: '1.30', inPlace: true }));

function check(paths: string[]): Promise<Run> {
  const options = {
    kubernetes: '1.30',
    pack: ['pss-restricted'],
    format: 'json',
    failOn: Severity.LOW,
    asOf: '2026-01-01',
    acknowledgements: true,
    neverAccept: [],
    exclude: ['values.yaml'],
    excludeKind: [],
  };
  return captured(() => runCheck(paths, options));
}

test('hardened manifests of other tools pass Pod Security restricted, and hardening them again changes nothing', async () => {
  expect((await check(['in'])).code).toBe(1);
  const first = await harden(['in'], 'out');
  expect([first.code, first.stdout]).toEqual([0, '']);
  expect((await check(['out'])).code).toBe(0);
  expect(await harden(['out'], 'again')).toEqual({ code: 0, stdout: '', stderr: '' });
  for (const name of Object.keys(FOREIGN))
    expect(fs.readFileSync(path.join('again', name), 'utf8')).toBe(fs.readFileSync(path.join('out', name), 'utf8'));
  expect(fs.readFileSync('out/values.yaml', 'utf8')).toBe(FOREIGN['values.yaml']);
});

test('changes are shown on standard error, in a form that patch reads', async () => {
  const { stderr } = await harden(['in'], 'out');
  expect(stderr).not.toContain('\u001b');
  expect(stderr).toContain('--- in/sub/anchors.yml\n+++ out/sub/anchors.yml\n');
  expect(stderr).toMatch(/^ {9}image: registry\.example\/web:1 {4}# pinned next week\n\+ {8}securityContext:$/m);
  expect(stderr).not.toContain('values.yaml');
  fs.cpSync('in', 'patched', { recursive: true });
  const patch = stderr.replace(/^(---|\+\+\+) (in|out)\//gm, '$1 ');
  const { status, stdout } = spawnSync('git', ['apply', '-p0', '--directory=patched', '--unsafe-paths', '-'], {
    input: patch,
    encoding: 'utf8',
    env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
  });
  expect([status, stdout]).toEqual([0, '']);
  for (const name of Object.keys(FOREIGN))
    expect(fs.readFileSync(path.join('patched', name), 'utf8')).toBe(fs.readFileSync(path.join('out', name), 'utf8'));
});

test('a terminal shows the diff in colors, without control characters from a manifest', async () => {
  fs.writeFileSync('a.yaml', `${FOREIGN['deployment.yaml'] ?? ''}        # \u202e\n`);
  const { stderr } = await harden(['a.yaml'], undefined, true);
  expect(stderr).toContain('\u001b[32m+        securityContext:\u001b[0m\n');
  expect(stderr).not.toContain('\u202e');
  expect(stderr).toContain('\\u202e');
});

describe('a value that the author wrote weak', () => {
  test('is kept, is reported with its place in the source, and ends with 1', async () => {
    fs.writeFileSync('weak.yaml', `# above\n---\n${WEAK}`);
    const { code, stdout, stderr } = await harden(['weak.yaml']);
    expect(code).toBe(1);
    expect(stdout).toContain('allowPrivilegeEscalation: yes');
    expect(stderr.split('\n').filter((line) => line.includes('remains weak'))).toEqual([
      'weak.yaml:9: remains weak: Pod shop/weak, /spec/hostNetwork: host namespaces (hostNetwork=true) [no-host-namespaces]',
      'weak.yaml:14: remains weak: Pod shop/weak, container main, /spec/containers/0/securityContext/allowPrivilegeEscalation: allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false) [no-privilege-escalation]',
    ]);
    fs.writeFileSync('hard.yaml', stdout);
    const found = JSON.parse((await check(['hard.yaml'])).stdout).findings.map((f: any) => f.rule);
    expect(found).toEqual(['no-host-namespaces', 'no-privilege-escalation']);
  });

  test('is reported with the reason of its acknowledgement, and ends with 0', async () => {
    const reason = 'the vendor needs it';
    const list = ['no-host-namespaces', 'no-privilege-escalation'].map((rule) => ({ rule, reason }));
    const annotation = `  annotations: {secure-edge.dev/acknowledge: '${JSON.stringify(list)}'}\n`;
    fs.writeFileSync('weak.yaml', WEAK.replace('spec:\n', `${annotation}spec:\n`));
    const { code, stderr } = await harden(['weak.yaml']);
    expect(code).toBe(0);
    expect(stderr.match(/remains weak: .*; acknowledged: the vendor needs it\]/g)).toHaveLength(2);
  });
});

test('several files are written as one stream', async () => {
  fs.writeFileSync('1.yaml', 'apiVersion: v1\nkind: ConfigMap # without an end');
  fs.writeFileSync('2.yaml', '# a comment\n---\napiVersion: v1\nkind: ConfigMap\n');
  fs.writeFileSync('3.yaml', 'apiVersion: v1\nkind: Secret\n');
  const { stdout, code } = await harden(['1.yaml', '2.yaml', '3.yaml']);
  expect(code).toBe(0);
  fs.writeFileSync('all.yaml', stdout);
  expect(JSON.parse((await check(['all.yaml'])).stdout)).toMatchObject({ errors: [], summary: { objects: 3 } });
});

test('a template is rejected with its line, and is not changed', async () => {
  fs.writeFileSync('chart.yaml', `${WEAK}---\nkind: Pod\nspec: {{ toYaml .Values.spec }}\n`);
  const { code, stdout, stderr } = await harden(['chart.yaml']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^chart\.yaml:15: .*may be a template/m);
  expect(stdout).toContain('spec: {{ toYaml .Values.spec }}\n');
});

test('an unknown version is rejected with the name of the option', () => {
  expect(() => runHarden(['a.yaml'], { kubernetes: '1.12' })).toThrow(
    /^secure-edge harden: --kubernetes must be 1\.13 to 1\.37, got "1\.12": .* or izuma-edge$/,
  );
});

test('two inputs with the same output are rejected with both names, before anything is written', async () => {
  fs.mkdirSync('other');
  fs.writeFileSync('other/deployment.yaml', WEAK);
  const { code, stderr } = await harden(['in/values.yaml', 'in/deployment.yaml', 'other/deployment.yaml'], 'out');
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^in\/deployment\.yaml and other\/deployment\.yaml have the same output, out\/deployment\.yaml: harden them into/,
  );
  expect(fs.existsSync('out')).toBe(false);
});

test('a link in the output folder is not followed', async () => {
  fs.writeFileSync('outside.yaml', 'kept');
  fs.mkdirSync('out');
  fs.symlinkSync('../outside.yaml', 'out/deployment.yaml');
  const { code, stderr } = await harden(['in'], 'out');
  expect([code, stderr]).toEqual([2, expect.stringContaining('through the link out/deployment.yaml')]);
  expect(fs.readdirSync('out')).toEqual(['deployment.yaml']);
  expect(fs.readFileSync('outside.yaml', 'utf8')).toBe('kept');
});

test('a file with a document that cannot be hardened is not written, but the others are', async () => {
  const number = '{"apiVersion":"v1","kind":"Pod","spec":{"x":9007199254740993,"containers":[{"name":"a"}]}}';
  fs.writeFileSync('exact.json', number);
  const { code, stderr } = await harden(['exact.json', 'in'], 'out');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^exact\.json:1: the document cannot be hardened: .*could be rounded/m);
  expect(fs.readdirSync('out').sort()).toEqual([
    'deployment.yaml',
    'dos.yaml',
    'list.json',
    'several.yaml',
    'sub',
    'values.yaml',
  ]);
  const alone = await harden(['exact.json', 'in/values.yaml']);
  expect([alone.code, alone.stdout]).toEqual([2, FOREIGN['values.yaml']]);
});

describe('a long document', () => {
  const list = (item: string): string => `apiVersion: v1\nkind: List\nitems:\n${item.repeat(150)}`;

  test('can have any number of added lines', async () => {
    fs.writeFileSync('list.yaml', list('- kind: Pod\n  apiVersion: v1\n  spec:\n    containers:\n    - name: a\n'));
    const { stderr } = await harden(['list.yaml'], 'out');
    expect(stderr.match(/^\+ /gm)?.length).toBeGreaterThan(2500);
  });

  test('is not shown if most of its lines differ', async () => {
    const pod = `- {kind: Pod, apiVersion: v1, spec: {containers: [\n${'    {name: a},\n'.repeat(15)}  ]}}\n`;
    fs.writeFileSync('list.yaml', list(pod));
    const { code, stderr } = await harden(['list.yaml'], 'out');
    expect([code, stderr]).toEqual([0, 'list.yaml: more than 2000 lines of a document differ: not shown\n']);
  });
});

describe('the set of all files', () => {
  const BOUND = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec:
  serviceAccountName: operator
  containers: [{name: c, image: grafana/grafana, volumeMounts: [{name: v, mountPath: /var/lib}]}]
`;
  const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects: [{kind: ServiceAccount, name: operator, namespace: shop}]
`;
  test('decides about tokens, also if the binding is in a later file', async () => {
    fs.writeFileSync('a.yaml', BOUND);
    fs.writeFileSync('b.yaml', BINDING);
    const { code, stdout, stderr } = await harden(['a.yaml', 'b.yaml']);
    expect(stdout).not.toContain('automountServiceAccountToken');
    expect(code).toBe(0);
    expect(stderr.split('\n').slice(-3)).toEqual([
      'a.yaml:4: remains weak: Pod shop/p: the pod has a token of the API server, because RoleBinding shop/b gives its service account operator a role: if it does not use the token, set automountServiceAccountToken to false [service-account-token]',
      '1 file hardened: 1 value remains weak, 0 pods may not start',
      '',
    ]);
    expect((await harden(['a.yaml'])).stdout).toContain('automountServiceAccountToken: false');
  });
});

test('a container that may not start is reported with its line', async () => {
  fs.writeFileSync(
    'nginx.yaml',
    `# web\n---\n${WEAK.replace('image: x', 'image: nginx').replace('  hostNetwork: true\n', '')}`,
  );
  const { stderr } = await harden(['nginx.yaml']);
  expect(stderr.split('\n').filter((line) => line.includes('may not start:'))).toEqual([
    'nginx.yaml:11: may not start: Pod shop/weak, container main: its image nginx runs as root, which runAsNonRoot rejects: use nginxinc/nginx-unprivileged, on port 8080 [run-as-non-root]',
    expect.stringContaining('it listens on port 80'),
    expect.stringContaining('writes to /var/cache/nginx and /var/run'),
  ]);
  expect(stderr).toMatch(/\n1 file hardened: 1 value remains weak, 1 pod may not start\n$/);
});

describe('--skip', () => {
  test('leaves a control out', async () => {
    const { stdout } = await captured(() =>
      runHarden(['in/dos.yaml'], { kubernetes: '1.30', skip: ['read-only-root', 'run-as-non-root'] }),
    );
    expect(stdout).toContain('drop: [ALL]');
    expect(stdout).not.toMatch(/runAsNonRoot|readOnly|tmp/);
  });

  test('rejects an unknown name with the nearest one', () => {
    const names =
      'apparmor, capabilities, privilege-escalation, read-only-root, run-as-non-root, seccomp, service-account-token or service-links';
    expect(() => runHarden(['in'], { kubernetes: '1.30', skip: ['seccomp', 'apparmr', 'x'] })).toThrow(
      `--skip must be ${names}, got "apparmr": did you mean "apparmor"?`,
    );
    expect(() => runHarden(['in'], { kubernetes: '1.30', skip: ['x'] })).toThrow(`--skip must be ${names}, got "x"`);
  });
});

describe('--in-place', () => {
  test('overwrites the inputs, and keeps their mode and the files without a change', async () => {
    const expected = await harden(['in'], 'out');
    fs.chmodSync('in/dos.yaml', 0o640);
    const before = fs.statSync('in/values.yaml').ino;
    const { code, stdout } = await inPlace('in');
    expect([code, stdout]).toEqual([expected.code, '']);
    for (const name of Object.keys(FOREIGN))
      expect(fs.readFileSync(path.join('in', name), 'utf8')).toBe(fs.readFileSync(path.join('out', name), 'utf8'));
    expect(fs.statSync('in/dos.yaml').mode & 0o777).toBe(0o640);
    expect(fs.statSync('in/values.yaml').ino).toBe(before);
    expect(fs.readdirSync('in').filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect((await inPlace('in')).stderr).toBe('');
  });

  test('overwrites the file that a link leads to, and keeps the link', async () => {
    fs.symlinkSync('in/deployment.yaml', 'link.yaml');
    expect((await inPlace('link.yaml')).code).toBe(0);
    expect(fs.lstatSync('link.yaml').isSymbolicLink()).toBe(true);
    expect(fs.readFileSync('in/deployment.yaml', 'utf8')).toContain('runAsNonRoot: true');
  });

  test('writes nothing if one file cannot be read', async () => {
    fs.writeFileSync('in/z.yaml', 'kind: {{ x }}\n');
    const { code, stderr } = await inPlace('in');
    expect(code).toBe(2);
    expect(stderr).toContain('\nnothing is written, because not every file can be read and hardened\n');
    expect(stderr).toMatch(/^0 files hardened: /m);
    for (const [name, text] of Object.entries(FOREIGN))
      expect(fs.readFileSync(path.join('in', name), 'utf8')).toBe(text);
  });

  test('rejects standard input and --output', async () => {
    const { code, stderr } = await captured(() => runHarden(['/dev/null'], { kubernetes: '1.30', inPlace: true }));
    expect([code, stderr]).toEqual([2, expect.stringContaining('/dev/null')]);
    expect(() => runHarden(['in'], { kubernetes: '1.30', inPlace: true, output: 'out' })).toThrow(
      /use only one of them/,
    );
  });
});

test.each(['in', './in/', 'in/../in'])('--output %s does not overwrite the inputs', async (output) => {
  const { code, stderr } = await harden(['in'], output);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'would overwrite the input in/deployment.yaml: specify another folder, or overwrite the inputs with --in-place',
  );
  for (const [name, text] of Object.entries(FOREIGN)) expect(fs.readFileSync(path.join('in', name), 'utf8')).toBe(text);
});

test('hardens for the target of a file, then for that in the annotation of an object, then for the general one', async () => {
  const pod = (more = ''): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p${more}}\nspec: {containers: [{name: a, image: x}]}\n`;
  const old = ', annotations: {secure-edge.dev/kubernetes: "1.18"}';
  fs.writeFileSync('plain.yaml', pod());
  fs.writeFileSync('old.yaml', pod(old));
  fs.writeFileSync(
    'list.yaml',
    `kind: List\napiVersion: v1\nitems:\n${[pod(), pod(old)].map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')}`,
  );
  const forms = async (file: string, kubernetes: string[]): Promise<string[]> => {
    const { stdout } = await captured(() => runHarden([file], { kubernetes }));
    return [...stdout.matchAll(/seccompProfile|seccomp\.security\.alpha/g)].map(([form]) => form);
  };
  const [field, annotation] = ['seccompProfile', 'seccomp.security.alpha'];
  expect(await forms('plain.yaml', ['1.30'])).toEqual([field]);
  expect(await forms('old.yaml', ['1.30'])).toEqual([annotation]);
  expect(await forms('old.yaml', ['old*=1.30'])).toEqual([field]);
  expect(await forms('plain.yaml', ['plain*=v1.18.3', '1.30'])).toEqual([annotation]);
  expect((await forms('list.yaml', ['1.30'])).sort()).toEqual([annotation, field]);
  expect(() => runHarden(['plain.yaml'], { kubernetes: ['x*=1.30'] })).toThrow('matches no file');
});

describe('a file', () => {
  test.each(['', '# nothing\n', '---\n---\n'])('%j without an object ends with 2, and says so', async (text) => {
    const file = path.join(folder, 'none.yaml');
    fs.writeFileSync(file, text);
    const { code, stderr } = await harden([file]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/none\.yaml: is empty, so there is nothing to harden\n$/),
    ]);
  });

  test('with a Rollout is not changed, and says so', async () => {
    const file = path.join(folder, 'rollout.yaml');
    fs.writeFileSync(
      file,
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}\nspec: {template: {spec: {containers: [{name: a, image: b}]}}}\n',
    );
    expect((await harden([file])).stderr).toContain(
      `${file}:1: is not changed: Rollout, whose pods harden does not change`,
    );
  });

  test('counts a weakness with its reason once', async () => {
    const file = path.join(folder, 'sudo.yaml');
    fs.writeFileSync(
      file,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: a\n      image: b\n      command: [sh, -c, sudo x]\n',
    );
    expect((await harden([file])).stderr).toContain('1 file hardened: 3 values remain weak, 0 pods may not start');
  });
});
