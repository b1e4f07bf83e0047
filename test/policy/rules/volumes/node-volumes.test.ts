import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, ...manifests: string[]): string[] =>
  findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n')).map(({ severity, path }) => `${severity} ${path}`);

const volume = (source: string, more = ''): string =>
  `{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {${source}${more}}}`;

describe('a persistent volume', () => {
  test.each<[string, string[]]>([
    ['hostPath: {path: /}', ['critical /spec/hostPath/path']],
    ['local: {path: /}', ['critical /spec/local/path']],
    ['hostPath: {path: /var/run/docker.sock}', ['critical /spec/hostPath/path']],
    ['hostPath: {path: /srv/../etc/kubernetes/pki}', ['high /spec/hostPath/path']],
    ['local: {path: /dev/mem, fsType: ext4}', ['high /spec/local/path']],
    ['local: {path: /dev/tpmrm0}', ['high /spec/local/path']],
    ['hostPath: {path: /srv/data}', ['medium /spec/hostPath/path']],
    ['local: {path: /srv/data}', []],
    ['csi: {driver: a, volumeHandle: /}', []],
  ])('of %s: %j', (source, expected) => {
    expect(found('no-node-volume', volume(source))).toEqual(expected);
  });

  test('of another API group is ignored', () => {
    const foreign = volume('hostPath: {path: /}').replace('v1', 'a.example/v1');
    expect(found('no-node-volume', foreign)).toEqual([]);
  });
});

describe('checks the path of a volume in the pod that claims it', () => {
  const pod =
    '{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: a, volumeMounts: [{name: d, mountPath: /d, readOnly: true}]}], volumes: [{name: d, persistentVolumeClaim: {claimName: c}}]}}';
  const claim = (spec: string): string =>
    `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: shop}, spec: {${spec}}}`;
  const PATH = ['high /spec/volumes/0/persistentVolumeClaim/claimName'];

  test.each<[string, string[], string[]]>([
    ['by the name of the volume', [claim('volumeName: v'), volume('hostPath: {path: /etc}')], PATH],
    [
      'by the claim that the volume is reserved for',
      [claim(''), volume('local: {path: /etc}', ', claimRef: {name: c, namespace: shop}')],
      PATH,
    ],
    [
      'without the manifest of the claim',
      [volume('local: {path: /etc}', ', claimRef: {name: c, namespace: shop}')],
      PATH,
    ],
    [
      'not by a claim of another namespace',
      [volume('local: {path: /etc}', ', claimRef: {name: c, namespace: shed}')],
      [],
    ],
    ['not by a claim of another name', [volume('local: {path: /etc}', ', claimRef: {name: d, namespace: shop}')], []],
  ])('%s', (_, manifests, expected) => {
    expect(found('no-sensitive-host-path', pod, ...manifests)).toEqual(expected);
  });
});

test('an admission policy without operations that store objects changes nothing', () => {
  const policy = (operation: string, resource: string): string =>
    `{apiVersion: admissionregistration.k8s.io/v1beta1, kind: MutatingAdmissionPolicy, metadata: {name: p}, spec: {matchConstraints: {resourceRules: [{apiGroups: [""], operations: [${operation}], resources: [${resource}]}]}}}`;
  expect(found('no-mutating-admission', policy('CREATE', 'pods'))).toEqual([
    'high /spec/matchConstraints/resourceRules/0',
  ]);
  expect(found('no-mutating-admission', policy('CONNECT', 'pods'))).toEqual([]);
  expect(found('no-mutating-admission', policy('UPDATE', 'pods/status'))).toEqual([]);
  expect(found('no-mutating-admission', policy('UPDATE', 'pods/ephemeralcontainers'))).toHaveLength(1);
});

test('finds adminAccess in a claim and in a claim template', () => {
  const request = '{name: a, exactly: {adminAccess: true}}, {name: b, adminAccess: true}, {name: c}';
  const claim = (kind: string, spec: string): string =>
    `{apiVersion: resource.k8s.io/v1, kind: ${kind}, metadata: {name: c}, spec: ${spec}}`;
  expect(found('no-admin-access', claim('ResourceClaim', `{devices: {requests: [${request}]}}`))).toEqual([
    'high /spec/devices/requests/0/exactly/adminAccess',
    'high /spec/devices/requests/1/adminAccess',
  ]);
  expect(
    found('no-admin-access', claim('ResourceClaimTemplate', `{spec: {devices: {requests: [${request}]}}}`)),
  ).toHaveLength(2);
});
