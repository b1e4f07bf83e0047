import fc from 'fast-check';
import { isInEveryNamespace, madeOutOf } from '../../src/kubernetes/makers';

const object = (apiVersion: string, kind: string, spec: object = {}, annotations?: object): any => ({
  apiVersion,
  kind,
  metadata: { name: 'own', namespace: 'shop', ...(annotations && { annotations }) },
  spec,
});
const names = (value: any): string[] =>
  madeOutOf(value).objects.map(({ kind, name, namespace }) => `${kind} ${namespace ?? '-'}/${name}`);

describe('a maker with the name of what it makes in a field', () => {
  test.each<[string, string, object, string[]]>([
    ['cert-manager.io/v1', 'Certificate', { secretName: 'tls' }, ['Secret shop/tls']],
    ['external-secrets.io/v1', 'ExternalSecret', { target: { name: 'db' } }, ['Secret shop/db', 'ConfigMap shop/db']],
    ['external-secrets.io/v1', 'ExternalSecret', {}, ['Secret shop/own', 'ConfigMap shop/own']],
    [
      'external-secrets.io/v1',
      'ClusterExternalSecret',
      { externalSecretName: 'db', externalSecretSpec: {} },
      ['Secret */db'],
    ],
    ['bitnami.com/v1alpha1', 'SealedSecret', {}, ['Secret shop/own']],
    [
      'secrets-store.csi.x-k8s.io/v1',
      'SecretProviderClass',
      { secretObjects: [{ secretName: 'a' }, { secretName: 'b' }, {}] },
      ['Secret shop/a', 'Secret shop/b'],
    ],
    ['secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', { destination: { name: 'v' } }, ['Secret shop/v']],
    ['secrets.doppler.com/v1alpha1', 'DopplerSecret', { managedSecret: { name: 'd' } }, ['Secret shop/d']],
    [
      'secrets.doppler.com/v1alpha1',
      'DopplerSecret',
      { managedSecret: { name: 'd', namespace: 'other' } },
      ['Secret other/d'],
    ],
    ['trust.cert-manager.io/v1alpha1', 'Bundle', {}, ['Secret */own', 'ConfigMap */own']],
    ['cdi.kubevirt.io/v1beta1', 'DataVolume', {}, ['PersistentVolumeClaim shop/own']],
    [
      'acid.zalan.do/v1',
      'postgresql',
      {},
      [
        'Secret shop/*.own.credentials.postgresql.acid.zalan.do',
        'Service shop/own',
        'Service shop/own-repl',
        'Service shop/own-pooler*',
      ],
    ],
    [
      'database.example.org/v1',
      'Instance',
      { writeConnectionSecretToRef: { name: 'connection', namespace: 'other' } },
      ['Secret other/connection'],
    ],
    [
      'apps/v1',
      'StatefulSet',
      { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
      ['PersistentVolumeClaim shop/data-own-*'],
    ],
    [
      'kyverno.io/v1',
      'ClusterPolicy',
      { rules: [{ generate: { kind: 'ConfigMap', name: 'ca-{{request.object.metadata.name}}' } }, {}] },
      ['ConfigMap */ca-*'],
    ],
  ])('%s %s %j', (apiVersion, kind, spec, expected) => {
    expect(names(object(apiVersion, kind, spec))).toEqual(expected);
  });

  test('makes nothing if another group has the kind', () => {
    expect(names(object('other.example/v1', 'Certificate', { secretName: 'tls' }))).toEqual([]);
    expect(names(object('apps/v1', 'Deployment', { volumeClaimTemplates: [{ metadata: { name: 'data' } }] }))).toEqual(
      [],
    );
  });
});

test.each<[string, string, string, object, string[]]>([
  ['cert-manager.io/issuer', 'networking.k8s.io/v1', 'Ingress', { tls: [{ secretName: 'tls' }] }, ['Secret shop/tls']],
  ['service.beta.openshift.io/serving-cert-secret-name', 'v1', 'Service', {}, ['Secret shop/value']],
  ['reflector.v1.k8s.emberstack.com/reflection-allowed', 'v1', 'Secret', {}, ['Secret */own']],
  ['replicator.v1.mittwald.de/replicate-to', 'v1', 'ConfigMap', {}, ['ConfigMap */own']],
  ['replicator.v1.mittwald.de/replicate-to', 'v1', 'Role', {}, []],
  ['other.example/a', 'v1', 'Secret', {}, []],
])('the annotation %s of %s %s', (annotation, apiVersion, kind, spec, expected) => {
  expect(names(object(apiVersion, kind, spec, { [annotation]: 'value' }))).toEqual(expected);
  expect(names(object(apiVersion, kind, spec, { [annotation]: 'false' }))).toEqual([]);
});

test('the pods of a Prometheus have the labels of the operator and those of podMetadata', () => {
  const spec = { podMetadata: { labels: { team: 'a' } } };
  const { pods } = madeOutOf(object('monitoring.coreos.com/v1', 'Prometheus', spec));
  expect(pods).toEqual([
    {
      namespace: 'shop',
      labels: expect.objectContaining({ team: 'a', prometheus: 'own', 'app.kubernetes.io/name': 'prometheus' }),
    },
  ]);
});

test.each<[string, string, object, (string | undefined)[]]>([
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', {}, ['shop']],
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', { targetNamespace: 'other' }, ['other']],
  ['argoproj.io/v1alpha1', 'Application', { destination: { namespace: 'other' } }, ['other']],
  ['argoproj.io/v1alpha1', 'Application', { destination: {} }, ['*']],
  ['cert-manager.io/v1', 'Certificate', {}, []],
])('%s %s %j may make anything in %j', (apiVersion, kind, spec, expected) => {
  expect(madeOutOf(object(apiVersion, kind, spec)).anythingIn).toEqual(expected);
});

test('every namespace has the certificates of Kubernetes and the account "default"', () => {
  expect(isInEveryNamespace('ConfigMap', 'kube-root-ca.crt')).toBe(true);
  expect(isInEveryNamespace('ServiceAccount', 'default')).toBe(true);
  expect(isInEveryNamespace('Secret', 'default')).toBe(false);
});

test('any content of a known kind is read without an error', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('cert-manager.io/v1 Certificate', 'kyverno.io/v1 ClusterPolicy', 'apps/v1 StatefulSet'),
      fc.anything(),
      fc.anything(),
      (kind, spec, metadata) => {
        const [apiVersion, name] = kind.split(' ');
        expect(() => madeOutOf({ apiVersion, kind: name, spec, metadata })).not.toThrow();
      },
    ),
  );
});
