import { Chart } from 'cdk8s';
import { EdgeNamespace, ParsecHost, ParsecSocketVolume, Placement, Target } from 'cdk8s-secure-edge';
import { chartFor, manifestOf, manifestsOf, podOf, problemOf } from '../edge/apps';
import { violations } from '../hardening/pod-security-restricted';
import { signer } from './clients';

const inNamespace = (target: string | Target = '1.33', chart: { namespace?: string } = {}): EdgeNamespace =>
  new EdgeNamespace(chartFor(target, chart), 'keys');

function volumeAndClaim(of: Chart | EdgeNamespace): { volume: any; claim: any } {
  const chart = Chart.of(of);
  return { volume: manifestOf(chart, 'PersistentVolume'), claim: manifestOf(chart, 'PersistentVolumeClaim') };
}

describe('a volume for the folder of a gateway', () => {
  const namespace = inNamespace();
  const { socket } = new ParsecSocketVolume(namespace, 'parsec-socket', { gateway: 'greenhouse-7' });
  const { volume, claim } = volumeAndClaim(namespace);

  test('and its claim refer only to each other', () => {
    expect(claim.spec.volumeName).toBe(volume.metadata.name);
    expect(volume.spec.claimRef).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: claim.metadata.name,
      namespace: claim.metadata.namespace,
    });
    // an empty class on both: no provisioner makes another volume for the claim
    expect([volume.spec.storageClassName, claim.spec.storageClassName]).toEqual(['', '']);
    expect(volume.spec.capacity.storage).toBe(claim.spec.resources.requests.storage);
  });

  test('are read-only', () => {
    expect([volume.spec.accessModes, claim.spec.accessModes]).toEqual([['ReadOnlyMany'], ['ReadOnlyMany']]);
  });

  test('are bound to that gateway, and need its Parsec', () => {
    expect(volume.spec.nodeAffinity.required.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['greenhouse-7'] }] },
    ]);
    expect(volume.spec.hostPath).toEqual({ path: '/run/parsec', type: 'Directory' });
  });

  test('are retained, so that nothing on the host is deleted', () => {
    expect(volume.spec.persistentVolumeReclaimPolicy).toBe('Retain');
  });

  test('are named after their namespace and the construct', () => {
    const annotations = { 'secure-edge.dev/kubernetes': '1.33' };
    expect(volume.metadata).toEqual({
      name: 'keys-parsec-socket',
      annotations: { ...annotations, 'secure-edge.dev/acknowledge': expect.stringContaining('rule: no-node-volume') },
    });
    expect(claim.metadata).toEqual({ name: 'parsec-socket', namespace: 'keys', annotations });
    expect(socket.claimName).toBe('parsec-socket');
  });

  test('serve a client in a restricted namespace', () => {
    const client = signer({ socket, placement: Placement.gateway('greenhouse-7') }, namespace);
    const pod = podOf(client);
    expect(pod.spec.volumes).toContainEqual({
      name: expect.any(String),
      persistentVolumeClaim: { claimName: 'parsec-socket', readOnly: true },
    });
    expect(violations(pod, 33)).toEqual([]);
  });
});

test('a volume has no namespace, even in a chart that has one', () => {
  const chart = chartFor('1.33', { namespace: 'edge' });
  new ParsecSocketVolume(chart, 'parsec-socket', { gateway: 'a' });
  const { volume, claim } = volumeAndClaim(chart);
  expect(volume.metadata).not.toHaveProperty('namespace');
  expect(claim.metadata.namespace).toBe('edge');
  expect(volume.spec.claimRef.namespace).toBe('edge');
});

test('a claim is in the namespace of its prop', () => {
  const namespace = inNamespace();
  new ParsecSocketVolume(Chart.of(namespace), 'parsec-socket', { gateway: 'a', namespace });
  expect(volumeAndClaim(namespace).claim.metadata.namespace).toBe('keys');
});

test('each namespace has its own volume for one folder', () => {
  const chart = chartFor('1.33');
  for (const name of ['keys', 'more'])
    new ParsecSocketVolume(new EdgeNamespace(chart, name), 'parsec-socket', { gateway: 'a' });
  const volumes = manifestsOf(chart).filter((m) => m.kind === 'PersistentVolume');
  expect(volumes.map((v) => v.metadata.name)).toEqual(['keys-parsec-socket', 'more-parsec-socket']);
});

test("has the folder of the host, and the author's name", () => {
  const namespace = inNamespace();
  const host = new ParsecHost({ groupId: 998, serviceUserId: 998, socketFolder: '/srv/parsec' });
  const { socket } = new ParsecSocketVolume(namespace, 'Socket', { gateway: 'a', host, name: 'tpm' });
  const { volume } = volumeAndClaim(namespace);
  expect(volume.spec.hostPath.path).toBe('/srv/parsec');
  expect(socket.claimName).toBe('tpm');
});

test("writes both for izuma-edge, in the chart's namespace", () => {
  const chart = chartFor(Target.izumaEdge(), { namespace: 'default' });
  new ParsecSocketVolume(chart, 'parsec-socket', { gateway: 'a' });
  expect(manifestsOf(chart).map((m) => [m.apiVersion, m.kind])).toEqual([
    ['v1', 'PersistentVolume'],
    ['v1', 'PersistentVolumeClaim'],
  ]);
});

test.each([
  ['Gateway', 'gateway must be'],
  ['', 'gateway must be'],
  // a label's value is shorter than the name of a node can be
  [`${'a'.repeat(40)}.${'b'.repeat(40)}`, 'gateway must be at most 63'],
])('rejects the gateway %j', (gateway, problem) => {
  expect(problemOf(() => new ParsecSocketVolume(inNamespace(), 'parsec-socket', { gateway }))).toContain(problem);
});

test('rejects a claim without a namespace, or with an invalid name', () => {
  const message = problemOf(() => new ParsecSocketVolume(chartFor('1.33'), 'Parsec', { gateway: 'a' }));
  expect(message).toContain('name must be');
  expect(message).toContain('the claim needs a namespace');
});
