import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (...manifests: string[]): (string | undefined)[] =>
  findingsOf([BuiltInRules.named('reachable-service')], manifests.join('\n---\n')).map(({ value }) => value);

const pod = (spec = '', name = 'web'): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, labels: {app: web, pod: ${name}}}, spec: {${spec}containers: [{name: a, image: a, ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}]}}`;
const service = (ports: string, spec = ''): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {${spec}selector: {app: web}, ports: [${ports}]}}`;
const policy = (spec: string, selector = '{}', namespace = 'shop'): string =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: ${namespace}}, spec: {podSelector: ${selector}, ${spec}}}`;
const deny = policy('policyTypes: [Ingress, Egress]');
const HTTP = '{name: web, port: 80, targetPort: http}';

test.each([
  ['without policies', [service(HTTP)], []],
  ['in a namespace that denies everything', [service(HTTP), deny], ['web']],
  ['with a policy for egress only', [service(HTTP), policy('policyTypes: [Egress]')], []],
  ['with a denial of another namespace', [service(HTTP), policy('policyTypes: [Ingress]', '{}', 'shed')], []],
  ['with a flow to every port', [service(HTTP), deny, policy('ingress: [{}]', '{matchLabels: {app: web}}')], []],
  ['with a flow to its number', [service(HTTP), deny, policy('ingress: [{ports: [{port: 8080}]}]')], []],
  ['with a flow to its name', [service(HTTP), deny, policy('ingress: [{ports: [{port: http}]}]')], []],
  ['with a flow to a range', [service(HTTP), deny, policy('ingress: [{ports: [{port: 8000, endPort: 8080}]}]')], []],
  [
    'with a flow to a lower range',
    [service(HTTP), deny, policy('ingress: [{ports: [{port: 8000, endPort: 8079}]}]')],
    ['web'],
  ],
  ['with a flow to its own port', [service(HTTP), deny, policy('ingress: [{ports: [{port: 80}]}]')], ['web']],
  [
    'with a flow of another protocol',
    [service(HTTP), deny, policy('ingress: [{ports: [{port: 8080, protocol: UDP}]}]')],
    ['web'],
  ],
  [
    'with a flow to every port of its protocol',
    [service(HTTP), deny, policy('ingress: [{ports: [{protocol: TCP}]}]')],
    [],
  ],
  ['with a flow to other pods', [service(HTTP), deny, policy('ingress: [{}]', '{matchLabels: {app: api}}')], ['web']],
  [
    'over UDP with a flow',
    [
      service('{port: 53, protocol: UDP, targetPort: dns}'),
      deny,
      policy('ingress: [{ports: [{port: dns, protocol: UDP}]}]'),
    ],
    [],
  ],
  [
    'over UDP with a flow over TCP',
    [service('{port: 53, protocol: UDP, targetPort: dns}'), deny, policy('ingress: [{ports: [{port: 53}]}]')],
    ['53'],
  ],
  [
    'with a number that no container lists',
    [service('{port: 9090}'), deny, policy('ingress: [{ports: [{port: 9090}]}]')],
    [],
  ],
  ['with a name that no container has', [service('{port: 80, targetPort: web}'), deny], []],
  [
    'with two ports and a flow to one',
    [service(`${HTTP}, {name: admin, port: 9090}`), deny, policy('ingress: [{ports: [{port: 8080}]}]')],
    ['admin'],
  ],
  [
    'that a policy of another group may admit',
    [
      service(HTTP),
      deny,
      '{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: c, namespace: shop}, spec: {endpointSelector: {}, ingress: [{}]}}',
    ],
    [],
  ],
  ['without a selector', [service(HTTP).replace('selector: {app: web}', 'selector: {}'), deny], []],
])('a Service %s', (_, manifests, expected) => {
  expect(found(pod(), ...manifests)).toEqual(expected);
});

test('a Service is reachable by one of its pods', () => {
  const open = policy('ingress: [{}]', '{matchLabels: {pod: api}}');
  expect(found(pod(), pod('', 'api'), service(HTTP), deny, open)).toEqual([]);
  expect(found(pod(), pod('', 'db'), service(HTTP), deny, open)).toEqual(['web']);
});

test("a pod in the node's network is reachable", () => {
  expect(found(pod('hostNetwork: true, '), service(HTTP), deny)).toEqual([]);
});
