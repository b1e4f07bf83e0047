import { BobAndAlice, Target, type BobAndAliceProps } from 'cdk8s-secure-edge';
import { chartFor, manifestsOf, problemOf } from '../edge/apps';

function bobAndAlice(props: Partial<BobAndAliceProps> = {}, target: string | Target = Target.izumaEdge()): any[] {
  const chart = chartFor(target);
  new BobAndAlice(chart, 'edge', { gateway: 'gateway-1', ...props });
  return manifestsOf(chart);
}

const pods = bobAndAlice().filter((m) => m.kind === 'Pod');

test('two pods and what closes their network are all that there is', () => {
  expect(bobAndAlice().map((m) => [m.kind, m.metadata.name].join(' '))).toEqual([
    'Pod bob-edge-app-gateway-1',
    'NetworkPolicy bob-edge-app-gateway-1',
    'Pod alice-edge-app-gateway-1',
    'NetworkPolicy alice-edge-app-gateway-1',
  ]);
});

test.each([
  ['bob', 1250],
  ['alice', 1251],
])('%s is the user %i, on the named gateway, until the work is done', (user, userId) => {
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

test('they differ in name and user alone', () => {
  const text = (pod: any): string =>
    JSON.stringify(pod)
      .replaceAll(/bob|alice/g, 'USER')
      .replaceAll(/125[01]/g, 'UID');
  expect(text(pods[0])).toBe(text(pods[1]));
});

test("each reaches Parsec's folder, which the guide's mount of /run holds too, and no more of the host", () => {
  for (const { spec } of pods) {
    expect(spec.volumes.flatMap((v: any) => v.hostPath ?? [])).toEqual([{ path: '/run/parsec', type: 'Directory' }]);
    const { volumeMounts, env } = spec.containers[0];
    expect(volumeMounts).toContainEqual({ name: 'host-run-parsec', mountPath: '/run/parsec', readOnly: true });
    expect(env).toEqual([{ name: 'PARSEC_SERVICE_ENDPOINT', value: 'unix:/run/parsec/parsec.sock' }]);
  }
});

test("neither has a field that Izuma's kubelet does not know", () => {
  for (const { spec, metadata } of pods) {
    expect(metadata.annotations['seccomp.security.alpha.kubernetes.io/pod']).toBe('runtime/default');
    for (const field of ['hostUsers', 'nodeSelector', 'serviceAccountName']) expect(spec).not.toHaveProperty(field);
    for (const field of ['seccompProfile', 'appArmorProfile']) {
      expect(spec.securityContext).not.toHaveProperty(field);
      expect(spec.containers[0].securityContext).not.toHaveProperty(field);
    }
  }
});

test('image and gateway may be others', () => {
  const [pod] = bobAndAlice({ gateway: '0161f6d1c2e5', image: 'localhost:5000/edge-app:1.2' });
  expect(pod.metadata.name).toBe('bob-edge-app-0161f6d1c2e5');
  expect(pod.spec.nodeName).toBe('0161f6d1c2e5');
  expect(pod.spec.containers[0]).toMatchObject({ image: 'localhost:5000/edge-app:1.2', imagePullPolicy: 'Never' });
});

test("another target than Izuma's is refused", () => {
  expect(problemOf(() => bobAndAlice({}, '1.30'))).toBe(
    `BobAndAlice "shop/edge": Bob and Alice are pods of Izuma's kubelet, got the target 1.30: choose Target.izumaEdge()`,
  );
});

test.each(['', 'Gateway 1', 'a'.repeat(60)])('the gateway %j is refused', (gateway) => {
  expect(() => bobAndAlice({ gateway })).toThrow(/gateway|name must be/);
});
