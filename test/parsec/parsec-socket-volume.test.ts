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

describe('a volume over the folder of a gateway', () => {
  const namespace = inNamespace();
  const { socket } = new ParsecSocketVolume(namespace, 'parsec-socket', { gateway: 'greenhouse-7' });
  const { volume, claim } = volumeAndClaim(namespace);

  test('and its claim are for each other alone', () => {
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

  test('are for reading', () => {
    expect([volume.spec.accessModes, claim.spec.accessModes]).toEqual([['ReadOnlyMany'], ['ReadOnlyMany']]);
  });

  test('stand on that gateway, and fail where it has no Parsec', () => {
    expect(volume.spec.nodeAffinity.required.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['greenhouse-7'] }] },
    ]);
    expect(volume.spec.hostPath).toEqual({ path: '/run/parsec', type: 'Directory' });
  });

  test("outlive each other: nothing of the host's is ever deleted", () => {
    expect(volume.spec.persistentVolumeReclaimPolicy).toBe('Retain');
  });

  test('say where they belong', () => {
    expect(volume.metadata).toEqual({ name: 'keys-parsec-socket' });
    expect(claim.metadata).toEqual({ name: 'parsec-socket', namespace: 'keys' });
    expect(socket.claimName).toBe('parsec-socket');
  });

  test('let a client into a restricted namespace', () => {
    const client = signer({ socket, placement: Placement.gateway('greenhouse-7') }, namespace);
    const pod = podOf(client);
    expect(pod.spec.volumes).toContainEqual({
      name: expect.any(String),
      persistentVolumeClaim: { claimName: 'parsec-socket', readOnly: true },
    });
    expect(violations(pod, 33)).toEqual([]);
  });
});

test('a volume stands outside namespaces, even in a chart that has one', () => {
  const chart = chartFor('1.33', { namespace: 'edge' });
  new ParsecSocketVolume(chart, 'parsec-socket', { gateway: 'a' });
  const { volume, claim } = volumeAndClaim(chart);
  expect(volume.metadata).not.toHaveProperty('namespace');
  expect(claim.metadata.namespace).toBe('edge');
  expect(volume.spec.claimRef.namespace).toBe('edge');
});

test('a claim stands in the namespace that is given', () => {
  const namespace = inNamespace();
  new ParsecSocketVolume(Chart.of(namespace), 'parsec-socket', { gateway: 'a', namespace });
  expect(volumeAndClaim(namespace).claim.metadata.namespace).toBe('keys');
});

test('each namespace has a volume of its own over one folder', () => {
  const chart = chartFor('1.33');
  for (const name of ['keys', 'more'])
    new ParsecSocketVolume(new EdgeNamespace(chart, name), 'parsec-socket', { gateway: 'a' });
  const volumes = manifestsOf(chart).filter((m) => m.kind === 'PersistentVolume');
  expect(volumes.map((v) => v.metadata.name)).toEqual(['keys-parsec-socket', 'more-parsec-socket']);
});

test("the folder is the host's, the name the author's", () => {
  const namespace = inNamespace();
  const host = new ParsecHost({ groupId: 998, serviceUserId: 998, socketFolder: '/srv/parsec' });
  const { socket } = new ParsecSocketVolume(namespace, 'Socket', { gateway: 'a', host, name: 'tpm' });
  const { volume } = volumeAndClaim(namespace);
  expect(volume.spec.hostPath.path).toBe('/srv/parsec');
  expect(socket.claimName).toBe('tpm');
});

test("izuma-edge takes both, in its chart's namespace", () => {
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
  // a label's value holds less than the name of a node
  [`${'a'.repeat(40)}.${'b'.repeat(40)}`, 'gateway must be at most 63'],
])('the gateway %j is refused', (gateway, problem) => {
  expect(problemOf(() => new ParsecSocketVolume(inNamespace(), 'parsec-socket', { gateway }))).toContain(problem);
});

test('a claim without a namespace, or with a name that is none, is refused at once', () => {
  const message = problemOf(() => new ParsecSocketVolume(chartFor('1.33'), 'Parsec', { gateway: 'a' }));
  expect(message).toContain('name must be');
  expect(message).toContain('the claim needs a namespace');
});
