import { join } from 'node:path';
import { BobAndAlice, IdentityRegistry, Target, type BobAndAliceProps } from 'cdk8s-secure-edge';
import { chartFor, manifestsOf, problemOf } from '../edge/apps';

function bobAndAlice(props: Partial<BobAndAliceProps> = {}, target: string | Target = Target.izumaEdge()): any[] {
  const chart = chartFor(target);
  new BobAndAlice(chart, 'edge', { gateway: 'gateway-1', ...props });
  return manifestsOf(chart);
}

const pods = bobAndAlice().filter((m) => m.kind === 'Pod');

test('writes only two pods and their network policies', () => {
  expect(bobAndAlice().map((m) => [m.kind, m.metadata.name].join(' '))).toEqual([
    'NetworkPolicy bob-edge-app-gateway-1',
    'NetworkPolicy alice-edge-app-gateway-1',
    'Pod bob-edge-app-gateway-1',
    'Pod alice-edge-app-gateway-1',
  ]);
});

test.each([
  ['bob', 1250],
  ['alice', 1251],
])('%s runs as user %i on the gateway, until its work is done', (user, userId) => {
  const pod = pods.find((m) => m.metadata.name === `${user}-edge-app-gateway-1`);
  expect(pod.apiVersion).toBe('v1');
  expect(pod.spec).toMatchObject({
    hostname: `edge-app-${user}`,
    nodeName: 'gateway-1',
    restartPolicy: 'OnFailure',
    automountServiceAccountToken: false,
  });
  expect(pod.spec.securityContext).toEqual({
    runAsUser: userId,
    runAsGroup: userId,
    runAsNonRoot: true,
    supplementalGroups: [1206],
  });
  const [container, ...others] = pod.spec.containers;
  expect(others).toEqual([]);
  expect(container).toMatchObject({ name: 'edge-app', image: 'edge-app:latest', imagePullPolicy: 'Never' });
});

test('the clients differ only in name and user', () => {
  const text = (pod: any): string =>
    JSON.stringify(pod)
      .replaceAll(/bob|alice/g, 'USER')
      .replaceAll(/125[01]/g, 'UID');
  expect(text(pods[0])).toBe(text(pods[1]));
});

test("each client mounts only Parsec's folder of the host, which the guide's mount of /run contains too", () => {
  for (const { spec } of pods) {
    expect(spec.volumes.flatMap((v: any) => v.hostPath ?? [])).toEqual([{ path: '/run/parsec', type: 'Directory' }]);
    const { volumeMounts, env } = spec.containers[0];
    expect(volumeMounts).toContainEqual({ name: 'host-run-parsec', mountPath: '/run/parsec', readOnly: true });
    expect(env).toEqual([{ name: 'PARSEC_SERVICE_ENDPOINT', value: 'unix:/run/parsec/parsec.sock' }]);
  }
});

test("no client has a field that Izuma's kubelet does not know", () => {
  for (const { spec, metadata } of pods) {
    expect(metadata.annotations['seccomp.security.alpha.kubernetes.io/pod']).toBe('runtime/default');
    for (const field of ['hostUsers', 'nodeSelector', 'serviceAccountName']) expect(spec).not.toHaveProperty(field);
    for (const field of ['seccompProfile', 'appArmorProfile']) {
      expect(spec.securityContext).not.toHaveProperty(field);
      expect(spec.containers[0].securityContext).not.toHaveProperty(field);
    }
  }
});

test('image and gateway can be changed', () => {
  const manifests = bobAndAlice({ gateway: '0161f6d1c2e5', image: 'localhost:5000/edge-app:1.2' });
  const pod = manifests.find(({ kind }) => kind === 'Pod');
  expect(pod.metadata.name).toBe('bob-edge-app-0161f6d1c2e5');
  expect(pod.spec.nodeName).toBe('0161f6d1c2e5');
  expect(pod.spec.containers[0]).toMatchObject({ image: 'localhost:5000/edge-app:1.2', imagePullPolicy: 'Never' });
});

describe('a registry', () => {
  const registry = (...identities: object[]): IdentityRegistry =>
    IdentityRegistry.fromJson(
      JSON.stringify({ version: 1, range: { first: 20000, last: 20009 }, next: 20003, identities, retired: [] }),
    );
  const alice = { uid: 20000, app: 'alice' };

  test('gives each client its user, of the gateway or of every gateway', () => {
    const identities = [alice, { uid: 20001, app: 'bob' }, { uid: 20002, app: 'bob', gateway: 'gateway-1' }];
    const users = bobAndAlice({ registry: registry(...identities) })
      .filter((m) => m.kind === 'Pod')
      .map((m) => m.spec.securityContext.runAsUser);
    expect(users).toEqual([20002, 20000]);
  });

  test('without a client is an error that contains the command for it', () => {
    const other = (uid: number): object => ({ uid, app: `other-${uid}` });
    expect(problemOf(() => bobAndAlice({ registry: registry(alice, other(20001), other(20002)) }))).toContain(
      'has no identity for app "bob" on every gateway: run "npx secure-edge identity assign bob"',
    );
  });

  test('of this repository has the users of the default', () => {
    const committed = IdentityRegistry.fromFile(join(__dirname, '../../edge-identities.json'));
    expect(bobAndAlice({ registry: committed })).toEqual(bobAndAlice());
  });
});

test('rejects another target than izuma-edge', () => {
  expect(problemOf(() => bobAndAlice({}, '1.30'))).toBe(
    `BobAndAlice "shop/edge": target must be izuma-edge, because Bob and Alice run on Izuma's kubelet, got 1.30: use Target.izumaEdge()`,
  );
});

test.each(['', 'Gateway 1', 'a'.repeat(60)])('rejects the gateway %j', (gateway) => {
  expect(() => bobAndAlice({ gateway })).toThrow(/gateway|name must be/);
});
