import { canonicalPath } from '../../src/host/path';
import { PARSEC_SERVICE_FOLDERS } from '../../src/host/parsec';
import { reachesRuntimeSocket, SENSITIVE_PATHS, sensitivePathOf } from '../../src/host/sensitive-path';
import { InputError } from '../../src/diagnostics/input-error';
import { Weakness } from '../../src/edge/weakness';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { PolicyEngine } from '../../src/policy/engine';

/** Returns the ids of the rules that reject a pod that mounts a path of its node. */
function rulesAgainst(path: string): string[] {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n' },
    spec: {
      containers: [{ name: 'c', image: 'i', volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true }] }],
      volumes: [{ name: 'v', hostPath: { path } }],
    },
  };
  const engine = new PolicyEngine({ packs: [BuiltInPacks.edge()] });
  return engine.check([new ManifestDocument({ value: pod })]).findings.map(({ rule }) => rule);
}

const mount = (path: string) => (): Weakness => Weakness.hostPath(path, { reason: 'the test asks both sides' });

const RUNTIME_SOCKETS = [
  '/run',
  '/var/run',
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/k3s/containerd',
];

const below = SENSITIVE_PATHS.filter(({ isExact, path }) => isExact !== true && path !== '/').map(
  ({ path }) => `${path}/below`,
);

test.each([...SENSITIVE_PATHS.map(({ path }) => path), ...below])(
  'the constructor and the rule both reject %s',
  (path) => {
    expect(mount(path)).toThrow(InputError);
    expect(rulesAgainst(path)).toContain('no-sensitive-host-path');
  },
);

test.each(RUNTIME_SOCKETS)('the constructor and the rule both reject %s, which reaches a runtime', (path) => {
  expect(mount(path)).toThrow(InputError);
  expect(rulesAgainst(path)).toContain('no-runtime-socket');
});

test.each(['/srv/data', '/run/parsec', '/var/lib/kubelet/seccomp/own', '/opt/app', '/sys/kernel/security'])(
  'the constructor and the rules both accept %s',
  (path) => {
    expect(mount(path)).not.toThrow();
    expect(rulesAgainst(path)).not.toContain('no-sensitive-host-path');
    expect(rulesAgainst(path)).not.toContain('no-runtime-socket');
  },
);

test("Parsec's own folders are sensitive", () => {
  for (const folder of PARSEC_SERVICE_FOLDERS) expect(sensitivePathOf(`${folder}/x`)?.path).toBe(folder);
});

test('every sensitive path is canonical and listed once', () => {
  const paths = SENSITIVE_PATHS.map(({ path }) => path);
  expect(paths.map(canonicalPath)).toEqual(paths);
  expect(new Set(paths).size).toBe(paths.length);
});

test('a path is compared in canonical form', () => {
  expect(sensitivePathOf('/srv/../etc//shadow')?.path).toBe('/etc/shadow');
  expect(reachesRuntimeSocket('/var/run/../run//docker.sock')).toBe(true);
  expect(sensitivePathOf('/etcetera')).toBeUndefined();
});
