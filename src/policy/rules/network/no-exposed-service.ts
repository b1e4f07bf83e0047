import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** No Service opens a port on every node, or at an address from outside. */
export const noExposedService = rule({
  id: 'no-exposed-service',
  topic: Topic.NETWORK,
  scope: 'object',
  title: 'No Service opens a port on every node, or to the outside',
  severity: Severity.MEDIUM,
  rationale:
    'A NodePort is a port of every gateway, on every network that it is in; a LoadBalancer has one, too, and an address outside. External addresses let whoever makes the Service take traffic that is meant for others (CVE-2020-8554).',
  fix: 'type: ClusterIP, behind an Ingress with TLS where it has to be reached from outside',
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
    return [{ path: '/spec/type', message: 'type is NodePort: the port is open on every node of the cluster' }];
  if (type !== 'LoadBalancer') return [];
  const sources = service.listAt('spec', 'loadBalancerSourceRanges');
  if (sources.length > 0 && !sources.some((each) => each === '0.0.0.0/0' || each === '::/0')) return [];
  return [
    {
      path: '/spec/type',
      message: 'type is LoadBalancer, and every address may reach it',
      severity: Severity.LOW,
      fix: 'name the addresses that may: loadBalancerSourceRanges, and allocateLoadBalancerNodePorts: false',
    },
  ];
}

function externalAddresses(service: ObjectSubject): Violation[] {
  const addresses = service.listAt('spec', 'externalIPs');
  if (addresses.length === 0) return [];
  const message = `traffic to ${quote(addresses)} is taken, whomever it is meant for`;
  return [{ path: '/spec/externalIPs', message, severity: Severity.HIGH, fix: 'remove externalIPs' }];
}

function example(spec: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec: {selector: {app: sensor}, ports: [{port: 80}]${spec}}
`;
}
