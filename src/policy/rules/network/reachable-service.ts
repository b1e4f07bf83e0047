import { isObject, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { exampleNetworkPolicy, examplePod, exampleSet } from '../../example';
import { AdmittedPorts, type PodPort } from '../../extract/admitted-ports';
import { isNative } from '../../extract/native-kind';
import { podsOfService } from '../../extract/selected-pods';
import type { ObjectSubject } from '../../subject/object-subject';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that network policies admit traffic to every Service. */
export const reachableService = rule({
  id: 'reachable-service',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['Service'] },
  title: 'Network policies admit traffic to every port of a Service',
  severity: Severity.MEDIUM,
  rationale:
    'Network policies isolate the pods of the Service, and none of them admits traffic to the port, so nobody can connect. Often the flow is forgotten, and under pressure someone deletes the policy. Policies in other files are not seen, so check files that belong together in one run.',
  fix: 'add an ingress rule with the peer and the port of the pod to a network policy that selects the pods, or remove the Service',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  check,
  examples: {
    good: [
      exampleSet(pod(), service('{port: 80, targetPort: http}'), policy('ingress: [{ports: [{port: 8080}]}]')),
      exampleSet(pod(), service('{port: 80, targetPort: http}'), policy('ingress: [{from: [{podSelector: {}}]}]')),
      exampleSet(pod(), service('{port: 80, targetPort: http}')),
    ],
    bad: [
      exampleSet(pod(), service('{port: 80, targetPort: http}'), policy()),
      exampleSet(pod(), service('{port: 80, targetPort: http}'), policy('ingress: [{ports: [{port: 80}]}]')),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Service') || object.valueAt('spec', 'type') === 'ExternalName') return [];
  const selector = object.valueAt('spec', 'selector');
  if (!isObject(selector) || Object.keys(selector).length === 0) return [];
  const admitted = AdmittedPorts.of(object.manifests);
  if (admitted.isEverything) return [];
  const pods = podsOfService(object);
  return object.listAt('spec', 'ports').flatMap((port, i) => {
    if (!isObject(port)) return [];
    const numbers = new Set<number>();
    // a Service with many ports and pods still takes linear time
    for (const pod of pods.slice(0, MOST_PODS)) {
      for (const target of targetsIn(pod, port)) {
        if (admitted.reaches(pod, target)) return [];
        numbers.add(target.number);
      }
    }
    if (numbers.size === 0 || pods.length > MOST_PODS) return [];
    const message = `no network policy admits traffic to port ${[...numbers].join(' or ')} of the selected pods, so the Service cannot be reached`;
    return [{ path: `/spec/ports/${i}`, value: stringAt(port, 'name') ?? [...numbers].join(' or '), message }];
  });
}

/** Largest number of pods of a Service that are compared with its ports. With more pods, one of them may be reachable. */
const MOST_PODS = 100;

/** Returns the ports of a pod to which a port of a Service sends traffic. Empty if they are not known. */
function targetsIn(pod: PodSubject, port: JsonObject): PodPort[] {
  const protocol = port['protocol'] ?? 'TCP';
  const wanted = port['targetPort'] ?? port['port'];
  if (typeof protocol !== 'string') return [];
  const number = typeof wanted === 'string' && /^\d{1,5}$/.test(wanted) ? Number(wanted) : wanted;
  const listed = pod.containers
    .flatMap((container) => container.listAt('ports'))
    .filter(isObject)
    .filter((each) => (each['protocol'] ?? 'TCP') === protocol)
    .filter((each) => each['name'] === wanted || each['containerPort'] === number);
  const targets = listed.flatMap(({ containerPort, name }) =>
    typeof containerPort === 'number'
      ? [{ number: containerPort, protocol, ...(typeof name === 'string' && { name }) }]
      : [],
  );
  return targets.length === 0 && typeof number === 'number' ? [{ number, protocol }] : targets;
}

function pod(): string {
  return examplePod({
    metadata: 'labels: {app: sensor}',
    container: 'ports: [{name: http, containerPort: 8080}]',
  });
}

function service(port: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec: {selector: {app: sensor}, ports: [${port}]}
`;
}

function policy(spec?: string): string {
  return exampleNetworkPolicy({ policyTypes: 'Ingress', spec });
}
