import { BuiltInRules } from '../../../src/policy/built-in-rules';
import { findingsOf } from '../judging';

const RULES = BuiltInRules.all().filter(({ id }) => id === 'ingress-isolation' || id === 'egress-isolation');
const POD = `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: edge, labels: {app: web}}, spec: {containers: []}}`;
const policy = (apiVersion: string, kind: string, spec: string, namespace = 'edge'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: p${namespace === '' ? '' : `, namespace: ${namespace}`}}, spec: ${spec}}`;
const found = (...manifests: string[]): string[] =>
  findingsOf(RULES, [POD, ...manifests].join('\n---\n')).map(
    ({ rule, severity }) => `${severity} ${rule.replace('-isolation', '')}`,
  );
const OPEN = ['medium egress', 'medium ingress'];
const UNREAD = ['low egress', 'low ingress'];

test('a pod without any policy is open', () => {
  expect(found()).toEqual(OPEN);
});

describe('a policy that is not read, and that', () => {
  test.each<[string, string, string[]]>([
    [
      'selects every pod',
      policy('cilium.io/v2', 'CiliumNetworkPolicy', '{endpointSelector: {}, ingress: [{}], egress: [{}]}'),
      UNREAD,
    ],
    [
      'selects the pod',
      policy(
        'cilium.io/v2',
        'CiliumNetworkPolicy',
        '{endpointSelector: {matchLabels: {"k8s:app": web}}, ingress: [{}], egressDeny: [{}]}',
      ),
      UNREAD,
    ],
    [
      'selects another pod',
      policy(
        'cilium.io/v2',
        'CiliumNetworkPolicy',
        '{endpointSelector: {matchLabels: {app: db}}, ingress: [{}], egress: [{}]}',
      ),
      OPEN,
    ],
    [
      'has one direction',
      policy('cilium.io/v2', 'CiliumNetworkPolicy', '{endpointSelector: {}, ingress: [{}]}'),
      ['medium egress', 'low ingress'],
    ],
    [
      'is of another namespace',
      policy('cilium.io/v2', 'CiliumNetworkPolicy', '{endpointSelector: {}, ingress: [{}], egress: [{}]}', 'other'),
      OPEN,
    ],
    [
      'is for nodes',
      policy('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', '{nodeSelector: {}, ingress: [{}], egress: [{}]}', ''),
      OPEN,
    ],
    [
      'is for the cluster',
      policy(
        'cilium.io/v2',
        'CiliumClusterwideNetworkPolicy',
        '{endpointSelector: {matchLabels: {"k8s:io.kubernetes.pod.namespace": edge}}, ingress: [{}], egress: [{}]}',
        '',
      ),
      UNREAD,
    ],
    [
      'has several specs',
      `{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p, namespace: edge}, specs: [{endpointSelector: {}, egress: []}]}`,
      ['low egress', 'medium ingress'],
    ],
    [
      'has a Calico selector for another pod',
      policy('projectcalico.org/v3', 'NetworkPolicy', `{selector: "app == 'db'", types: [Ingress, Egress]}`),
      OPEN,
    ],
    [
      'has a Calico selector for the pod',
      policy('projectcalico.org/v3', 'NetworkPolicy', `{selector: "app == 'web'", types: [Ingress, Egress]}`),
      UNREAD,
    ],
    [
      'has no Calico selector',
      policy('crd.projectcalico.org/v1', 'NetworkPolicy', '{ingress: [{action: Allow}]}'),
      ['medium egress', 'low ingress'],
    ],
    [
      'has only egress rules',
      policy('projectcalico.org/v3', 'NetworkPolicy', '{egress: [{action: Deny}]}'),
      ['low egress', 'medium ingress'],
    ],
    [
      'has a Calico selector that cannot be read',
      policy('projectcalico.org/v3', 'GlobalNetworkPolicy', `{selector: "app ~ 'x'", types: [Ingress, Egress]}`, ''),
      UNREAD,
    ],
    ['is only staged', policy('projectcalico.org/v3', 'StagedNetworkPolicy', '{types: [Ingress, Egress]}'), OPEN],
    [
      'is of an administrator',
      policy(
        'policy.networking.k8s.io/v1alpha1',
        'AdminNetworkPolicy',
        '{subject: {namespaces: {}}, ingress: [{action: Deny}], egress: [{action: Deny}]}',
        '',
      ),
      UNREAD,
    ],
    [
      'is of an administrator of another namespace',
      policy(
        'policy.networking.k8s.io/v1alpha1',
        'BaselineAdminNetworkPolicy',
        '{subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: other}}}, ingress: [{action: Deny}]}',
        '',
      ),
      OPEN,
    ],
    [
      'is of an administrator for other pods',
      policy(
        'policy.networking.k8s.io/v1alpha1',
        'AdminNetworkPolicy',
        '{subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}, ingress: [{}]}',
        '',
      ),
      OPEN,
    ],
    [
      'is of Antrea',
      policy('crd.antrea.io/v1beta1', 'NetworkPolicy', '{appliedTo: [{podSelector: {}}], ingress: [{action: Drop}]}'),
      ['medium egress', 'low ingress'],
    ],
    ['is of an unrelated group', policy('example.org/v1', 'NetworkPolicy', '{podSelector: {}}'), OPEN],
  ])('%s', (_, manifest, expected) => {
    expect(found(manifest)).toEqual(expected);
  });

  test('is named in the finding', () => {
    const cilium = policy('cilium.io/v2', 'CiliumNetworkPolicy', '{endpointSelector: {}, ingress: [{}]}');
    const messages = findingsOf(RULES, `${POD}\n---\n${cilium}`).map(({ message }) => message);
    expect(messages).toEqual([
      'no network policy of its namespace selects the pod for egress',
      'only CiliumNetworkPolicy "p" of cilium.io may limit the ingress of the pod, and it is not read',
    ]);
  });

  test('does not matter beside a NetworkPolicy of Kubernetes', () => {
    const cilium = policy('cilium.io/v2', 'CiliumNetworkPolicy', '{endpointSelector: {}, ingress: [{}]}');
    const own = policy('networking.k8s.io/v1', 'NetworkPolicy', '{podSelector: {}, policyTypes: [Ingress, Egress]}');
    expect(found(cilium, own)).toEqual([]);
  });
});

test('with many policies, every pod may be selected', () => {
  const many = (count: number): string[] =>
    Array.from({ length: count }, () =>
      policy(
        'cilium.io/v2',
        'CiliumNetworkPolicy',
        '{endpointSelector: {matchLabels: {app: db}}, ingress: [{}], egress: [{}]}',
      ),
    );
  expect(found(...many(100))).toEqual(OPEN);
  expect(found(...many(101))).toEqual(UNREAD);
});
