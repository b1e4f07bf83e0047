import { join } from 'node:path';
import fc from 'fast-check';
import { keyPath, leavesOf } from '../../../src/compose/key-path';
import { readSkeletonDocument } from '../../../src/compose/pod-skeleton/skeleton-document';
import type { JsonObject } from '../../../src/kubernetes/manifest';
import { problemOf } from '../../edge/apps';
import { podOf } from '../project';
import { convertedSkeleton, readSkeleton, skeletonOf, TELEMETRY } from './skeleton';

const container = (text: string, accepted: string[] = []): JsonObject =>
  (podOf(convertedSkeleton(text, accepted).manifests, 'web')['containers'] as JsonObject[])[0]!;
const brief = (text: string, key: string): [string, string][] =>
  convertedSkeleton(text)
    .of(key)
    .map(({ outcome, reason }) => [outcome, reason]);

describe('the pod', () => {
  const { manifests } = convertedSkeleton(TELEMETRY);
  const pod = podOf(manifests, 'collector');
  const [collector, broker] = pod['containers'] as JsonObject[];

  test('has a container for each one of the skeleton', () => {
    expect([collector!['name'], broker!['name']]).toEqual(['collector', 'broker']);
    expect(collector).toMatchObject({
      image: 'registry.example.com/plant/collector:1.4',
      command: ['/bin/collector'],
      args: ['--verbose'],
      workingDir: '/srv',
      imagePullPolicy: 'IfNotPresent',
      ports: [{ containerPort: 8080, protocol: 'TCP' }],
      resources: { limits: { cpu: '250m', memory: '64Mi' } },
      livenessProbe: {
        httpGet: { path: '/healthz', port: 8080 },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
    });
    expect(broker).not.toHaveProperty('command');
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(JSON.stringify(pod)).not.toContain('hostPath');
  });

  test('has the namespace, the labels and the annotations', () => {
    const { metadata } = manifests.find(({ kind }) => kind === 'Deployment') as { metadata: JsonObject };
    expect(metadata).toMatchObject({ namespace: 'plant', labels: { name: 'telemetry' } });
    expect(JSON.stringify(manifests)).toContain('"annotations":{"contact":"ops","owner":"line 4"}');
    expect(metadata['labels']).toHaveProperty(['network.secure-edge.dev/field'], 'member');
  });

  test('contains no secret', () => {
    const { entries } = convertedSkeleton(TELEMETRY);
    expect(JSON.stringify([manifests, entries])).not.toContain('hunter2');
    expect(entries.find(({ key }) => key === 'spec.containers[0].env[1]')?.value).toEqual({
      name: 'DB_PASSWORD',
      value: '***',
    });
  });
});

test('no secret of labels, annotations and unknown keys is in the report', () => {
  const text = skeletonOf(
    { password: 'hunter2-blue' },
    {},
    {
      metadata: {
        labels: { db_password: 'hunter2-blue' },
        annotations: ['db_password=hunter2-blue', { password: 'hunter2-blue' }],
      },
    },
  );
  const { manifests, entries } = convertedSkeleton(text);
  expect(JSON.stringify([manifests, entries])).not.toContain('hunter2');
  expect(entries.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3);
});

describe('the report', () => {
  const { entries, of } = convertedSkeleton(TELEMETRY);

  test('names each slip with its line', () => {
    const slips = entries.filter(({ reason }) => reason.startsWith('read '));
    expect(slips.map(({ key, line, reason }) => `${line} ${key}: ${reason}`)).toEqual([
      '8 metadata.annotations: read as an object',
      '22 spec.containers[0].workdingDir: read as workingDir',
      '27 spec.containers[0].resources: read as if a comma followed it',
      '27 spec.containers[0].resources.cpu: read as resources.limits.cpu',
      '27 spec.containers[0].resources.memory: read as resources.limits.memory',
      '37 spec.volumes: read without the comma after it, because no value follows',
      '37 spec.volumes[0].hostPath: read as hostPath.path',
      '40 spec: read without the last brace of the file, which closes nothing',
    ]);
    expect(new Set(slips.map(({ outcome, file }) => `${outcome} ${file}`))).toEqual(new Set(['approximated pod.json']));
  });

  test('has only keys of the skeleton', () => {
    expect(entries.filter(({ key }) => !/^(kind|apiVersion|metadata|spec)\b/.test(key))).toEqual([]);
    expect(of('spec.containers[0].workdingDir').map(({ value, line }) => [value, line])).toEqual([
      ['/srv', 22],
      ['/srv', 22],
    ]);
    expect(of('spec.restartPolicy').map(({ service, outcome }) => [service, outcome])).toEqual([[null, 'converted']]);
  });

  test('names what differs, and what is left out', () => {
    const outcome = (key: string): string[] => of(key).map((entry) => `${entry.service} ${entry.outcome}`);
    expect(outcome('metadata.namespace')).toEqual(['null converted']);
    expect(outcome('spec.containers[0].ports[0]')).toEqual(['collector approximated']);
    expect(outcome('spec.containers[0].external_links')).toEqual(['collector unsupported']);
    expect(outcome('spec.containers[0].networks[0]')).toEqual(['collector approximated']);
    expect(outcome('spec.containers[1].networks[0]')).toEqual(['broker by-design']);
    expect(outcome('spec.containers[1].command[0]')).toEqual(['null by-design']);
    expect(outcome('spec.volumes[0].hostPath')).toEqual(['null approximated', 'null refused']);
  });

  test('has the namespace that replaces the one of the skeleton', () => {
    const report = readSkeleton(TELEMETRY).reportOf({ entries: [], unusedAccepts: [] } as never, 'other');
    expect(report.entries.find(({ key }) => key === 'metadata.namespace')).toMatchObject({
      outcome: 'approximated',
      reason: 'the namespace is "other"',
    });
  });
});

test('every value of any skeleton has an entry of the report', () => {
  const word = fc.constantFrom('', 'a', '/a', 'web');
  const unknown = fc.jsonValue({ maxDepth: 2 });
  const optional = (values: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
    fc.record(values, { requiredKeys: [] });
  const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.array(item, { maxLength: 2 });
  const own = optional({
    command: list(word),
    args: list(word),
    env: fc.constantFrom([], [{ name: 'A', value: 'b' }], [{ name: 'A', valueFrom: {} }], [{ name: '', value: '' }]),
    workingDir: word,
    networks: list(word),
    external_links: list(word),
    ports: fc.constantFrom([], [{ containerPort: 80, name: 'x' }], [{ containerPort: 0, name: '' }]),
    resources: optional({ cpu: fc.constantFrom('', '1', 2), memory: fc.constantFrom('', '64Mi'), other: unknown }),
    livenessProbe: optional({
      httpGet: optional({ path: word, port: fc.constantFrom(0, 80, 'x'), httpHeaders: word }),
      timeoutSeconds: fc.nat(3),
      exec: unknown,
    }),
    privileged: fc.boolean(),
    securityContext: optional({
      privileged: fc.boolean(),
      runAsUser: fc.nat(2),
      runAsGroup: fc.nat(2),
      other: unknown,
    }),
    volumeMounts: fc.constantFrom([], [{ name: 'v', mountPath: '/v' }], [{ name: 'e', mountPath: '/e' }]),
    other: unknown,
  });
  const pod = optional({
    hostNetwork: fc.boolean(),
    hostIPC: fc.boolean(),
    restartPolicy: fc.constantFrom('', 'Always', 'Never', 'OnFailure'),
    other: unknown,
  });
  fc.assert(
    fc.property(own, pod, (values, spec) => {
      const volumes = [{ name: 'v', hostPath: '/srv/v' }, { name: 'e' }];
      const text = skeletonOf(values, { ...spec, volumes });
      const { entries } = convertedSkeleton(text);
      const keys = new Set(entries.filter(({ reason }) => !reason.startsWith('read ')).map(({ key }) => key));
      const missing = leavesOf(readSkeletonDocument(text, 'pod.json')!.value).filter(
        (steps) => !steps.some((_, i) => keys.has(keyPath(...steps.slice(0, i + 1)))),
      );
      expect(missing).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

describe('weaknesses are rejected as those of a compose file', () => {
  test.each<[string, string, string, string]>([
    ['privileged', skeletonOf({ privileged: true }), 'spec.containers[0].privileged', 'privileged:web'],
    [
      'privileged in Kubernetes',
      skeletonOf({ securityContext: { privileged: true } }),
      'spec.containers[0].securityContext.privileged',
      'privileged:web',
    ],
    [
      'user 0',
      skeletonOf({ securityContext: { runAsUser: 0 } }),
      'spec.containers[0].securityContext.runAsUser',
      'root-user:web',
    ],
    [
      'capabilities',
      skeletonOf({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } }),
      'spec.containers[0].securityContext.capabilities.add[0]',
      'cap-net-admin:web',
    ],
    ['the network of the node', skeletonOf({}, { hostNetwork: true }), 'spec.hostNetwork', 'host-network:web'],
    ['the processes of the node', skeletonOf({}, { hostPID: true }), 'spec.hostPID', 'host-pid:web'],
    [
      'a host path',
      skeletonOf(
        { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
        { volumes: [{ name: 'data', hostPath: '/srv/data' }] },
      ),
      'spec.volumes[0].hostPath',
      'host-path:web',
    ],
  ])('%s', (_, text, key, accept) => {
    const refused = convertedSkeleton(text).entries.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map((entry) => [entry.key, entry.accept])).toEqual([[key, accept]]);
    const accepted = convertedSkeleton(text, [accept]);
    expect(accepted.entries.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(accepted.of(key).at(-1)).toMatchObject({
      outcome: 'converted',
      reason: expect.stringContaining('accepted') as unknown,
    });
  });

  test('an accepted host path is mounted at the path of the mount', () => {
    const text = skeletonOf(
      { volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }] },
      { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] },
    );
    expect(container(text, ['host-path'])['volumeMounts']).toContainEqual(
      expect.objectContaining({ mountPath: '/data', readOnly: true }),
    );
  });

  test('a path of the node is none of the project, wherever the skeleton is', () => {
    const text = skeletonOf(
      { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      { volumes: [{ name: 'data', hostPath: join(process.cwd(), 'data') }] },
    );
    expect(convertedSkeleton(text).of('spec.volumes[0].hostPath').at(-1)?.accept).toBe('host-path:web');
  });

  test('one of two spellings is enough to be privileged', () => {
    const text = skeletonOf({ privileged: false, securityContext: { privileged: true } });
    expect(convertedSkeleton(text).of('spec.containers[0].securityContext.privileged')[0]?.outcome).toBe('refused');
  });

  test('the network of the node is accepted once for all containers', () => {
    const containers = ['web', 'log'].map((name) => ({ name, image: 'docker.io/library/nginx:1.27', networks: [] }));
    const { of, manifests } = convertedSkeleton(skeletonOf({}, { containers, hostNetwork: true }), [
      'host-network:web',
    ]);
    expect(of('spec.hostNetwork').map(({ service, outcome }) => [service, outcome])).toEqual([['web', 'converted']]);
    expect(podOf(manifests, 'web')['hostNetwork']).toBe(true);
  });

  test('the socket of the engine is never mounted', () => {
    const text = skeletonOf(
      { volumeMounts: [{ name: 's', mountPath: '/s' }] },
      { volumes: [{ name: 's', hostPath: '/var/run/docker.sock' }] },
    );
    const { entries } = convertedSkeleton(text, ['host-path']);
    expect(entries.find(({ outcome }) => outcome === 'refused')).toMatchObject({ key: 'spec.volumes[0].hostPath' });
  });
});

describe('a liveness probe', () => {
  const probe = (httpGet: object, rest: object = {}): string =>
    skeletonOf({ ports: [{ containerPort: 80, name: 'http' }], livenessProbe: { httpGet, ...rest } });

  test('names its port, or has its number', () => {
    for (const port of [80, 'http'])
      expect(container(probe({ path: 'up', port }))['livenessProbe']).toMatchObject({
        httpGet: { path: '/up', port: 80 },
        timeoutSeconds: 1,
      });
  });

  test('is left out if the kubelet would send another request', () => {
    const key = 'spec.containers[0].livenessProbe';
    for (const text of [
      probe({ port: 80, httpHeaders: 'Authorization: Bearer abcdef-123456' }),
      probe({ port: 80, scheme: 'HTTPS' }),
      probe({ port: 81 }),
      probe({ port: 80 }, { exec: { command: ['a'] } }),
    ]) {
      expect(JSON.stringify(container(text))).not.toContain('httpGet');
      expect(brief(text, key)).toEqual([['unsupported', expect.stringContaining('the request is left out: ')]]);
      expect(JSON.stringify(convertedSkeleton(text).entries)).not.toContain('Bearer');
    }
  });
});

test('the pod is named by metadata, or by the file', () => {
  const named = (metadata: object): string => readSkeleton(skeletonOf({}, {}, { metadata })).project.name;
  expect(named({ name: 'Shop', generateName: 'x-' })).toBe('shop');
  expect(named({ name: '', generateName: 'shop-' })).toBe('shop');
  expect(named({})).toBe('pod');
});

test('an empty item of the annotations has its own entry', () => {
  const text = skeletonOf({}, {}, { metadata: { annotations: ['', 'a=b'] } });
  expect(brief(text, 'metadata.annotations[0]')).toEqual([['by-design', 'it is empty']]);
});

test('a variable without a value, and a key of nobody, are left out', () => {
  const text = skeletonOf({ env: [{ name: 'A', valueFrom: { x: 'y' } }], colour: 'blue' });
  expect(brief(text, 'spec.containers[0].env[0]')[0]?.[0]).toBe('unsupported');
  expect(brief(text, 'spec.containers[0].colour')).toEqual([['unsupported', 'the converter does not read this value']]);
});

test.each<[string, string, RegExp]>([
  ['no container', skeletonOf({ name: '', image: '', workdingDir: '' }), /containers has no container/],
  ['a container without a name', skeletonOf({ name: '' }), /containers\[0\]\.name is missing or empty/],
  [
    'a container without an image',
    skeletonOf({ image: '' }),
    /^pod\.json:7: spec\.containers\[0\]\.image is missing or empty/,
  ],
  ['an image that is not a text', skeletonOf({ image: 5 }), /image is 5; must be a text$/],
  [
    'two containers with one name',
    skeletonOf(
      {},
      {
        containers: [
          { name: 'a', image: 'b', networks: [] },
          { name: 'a', image: 'b' },
        ],
      },
    ),
    /containers\[1\]\.name is "a"/,
  ],
  [
    'an unknown dependency',
    skeletonOf({ depends_on: ['wep'] }),
    /depends_on\[0\] refers to the container "wep".*did you mean "web"/,
  ],
  ['a cycle', skeletonOf({ depends_on: ['web'] }), /depends_on\[0\] closes a cycle/],
  [
    'a port out of range',
    skeletonOf({ ports: [{ containerPort: 65536 }] }),
    /containerPort must be a number from 1 to 65535/,
  ],
  [
    'an unknown protocol',
    skeletonOf({ ports: [{ containerPort: 1, protocol: 'X' }] }),
    /protocol is "X"; must be one of TCP, UDP, SCTP/,
  ],
  ['an unknown restart policy', skeletonOf({}, { restartPolicy: 'No' }), /restartPolicy is "No"; must be one of/],
  ['an amount that is none', skeletonOf({ resources: { cpu: 'lots' } }), /cpu is "lots"; must be an amount/],
  [
    'a second variable',
    skeletonOf({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
    /env\[1\] is a second variable "A"/,
  ],
  ['a mount of no volume', skeletonOf({ volumeMounts: [{ name: 'x', mountPath: '/x' }] }), /refers to the volume "x"/],
  [
    'a relative path',
    skeletonOf({}, { volumes: [{ name: 'v', hostPath: 'v' }] }),
    /hostPath is "v"; must be an absolute path/,
  ],
  ['both spellings', skeletonOf({ workdingDir: '/a', workingDir: '/b' }), /workdingDir and workingDir are both set/],
  [
    'an annotation that is none',
    skeletonOf({}, {}, { metadata: { annotations: ['x'] } }),
    /annotations\[0\] must be an annotation/,
  ],
])('%s is an error with its line', (_, text, message) => {
  const problem = problemOf(() => readSkeleton(text));
  expect(problem).toMatch(/^pod\.json/);
  expect(problem).toMatch(message);
});
