import { isClusterScoped } from '../../../src/kubernetes/schema/cluster-scope';

const SPO = 'security-profiles-operator.x-k8s.io';

test.each([
  ['v1', 'Namespace', true],
  ['v1', 'Pod', false],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', true],
  // of the table of custom kinds
  ['apps.kubeedge.io/v1alpha1', 'NodeGroup', true],
  ['apps.openyurt.io/v1beta2', 'NodePool', true],
  ['apps.openyurt.io/v1beta1', 'YurtAppSet', false],
  ['policies.kyverno.io/v1alpha1', 'ValidatingPolicy', true],
  ['templates.gatekeeper.sh/v1', 'ConstraintTemplate', true],
  ['external-secrets.io/v1', 'ClusterSecretStore', true],
  ['external-secrets.io/v1', 'SecretStore', false],
  // only known by name
  ['external-secrets.io/v1', 'ClusterExternalSecret', true],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy', true],
  ['constraints.gatekeeper.sh/v1beta1', 'AnyKind', true],
  // outside namespaces only from one version on
  [`${SPO}/v1`, 'SeccompProfile', true],
  [`${SPO}/v1`, 'RawSelinuxProfile', true],
  [`${SPO}/v1`, 'ProfileBinding', false],
  [`${SPO}/v1beta1`, 'SeccompProfile', false],
  [`${SPO}/v1alpha2`, 'RawSelinuxProfile', false],
  // the same name in other groups
  ['example.com/v1', 'NodePool', false],
  ['example.com/v1', 'constructor', false],
  ['constructor/v1', 'NodePool', false],
])('%s %s is outside namespaces: %s', (apiVersion, kind, expected) => {
  expect(isClusterScoped(apiVersion, kind)).toBe(expected);
});
