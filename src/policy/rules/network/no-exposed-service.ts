import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no Service opens a port on every node, or at an external address. */
export const noExposedService = rule({
  id: 'no-exposed-service',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['Service'] },
  title: 'No Service opens a port on every node, or at an external address',
  severity: Severity.MEDIUM,
  rationale:
    'A NodePort opens a port on every network of every gateway; a LoadBalancer usually opens one, too, and gets an external address. With external addresses, anyone who can create a Service can intercept traffic for others (CVE-2020-8554).',
  fix: 'set type to ClusterIP, and expose the Service through an Ingress with TLS if it must be reached from outside',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2020-8554'],
  controls: nist('4.3.3'),
  check,
  examples: {
    good: [
      example(''),
      example(', type: ClusterIP'),
      example(', type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24], allocateLoadBalancerNodePorts: false'),
    ],
    bad: [example(', type: NodePort'), example(', type: LoadBalancer'), example(', externalIPs: [203.0.113.7]')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Service')) return [];
  return [...typeOf(object), ...externalAddresses(object)];
}

function typeOf(service: ObjectSubject): Violation[] {
  const type = service.valueAt('spec', 'type');
  if (type === 'NodePort')
    return [{ path: '/spec/type', message: 'type is NodePort, so the port is open on every node of the cluster' }];
  if (type !== 'LoadBalancer') return [];
  const sources = service.listAt('spec', 'loadBalancerSourceRanges');
  if (sources.length > 0 && !sources.some((each) => each === '0.0.0.0/0' || each === '::/0')) return [];
  return [
    {
      path: '/spec/type',
      message: 'type is LoadBalancer, so every address can reach the Service',
      severity: Severity.LOW,
      fix: 'set loadBalancerSourceRanges to the addresses that need access, and allocateLoadBalancerNodePorts to false',
    },
  ];
}

function externalAddresses(service: ObjectSubject): Violation[] {
  const addresses = service.listAt('spec', 'externalIPs');
  if (addresses.length === 0) return [];
  const message = `externalIPs is ${quote(addresses)}, so the Service receives traffic to these addresses, even if it is meant for others`;
  return [
    {
      path: '/spec/externalIPs',
      value: addresses.map(quote).join(', '),
      message,
      severity: Severity.HIGH,
      fix: 'remove externalIPs',
    },
  ];
}

function example(spec: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec: {selector: {app: sensor}, ports: [{port: 80}]${spec}}
`;
}
