import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import { ContainerRole } from '../../subject/container-subject';
import type { ObjectSubject } from '../../subject/object-subject';
import type { PodSubject } from '../../subject/pod-subject';
import { podsOfService } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that a Service sends traffic to a port of a container. */
export const servicePortOfContainer = rule({
  id: 'service-port-of-container',
  topic: Topic.REFERENCES,
  scope: 'object',
  looksAt: { kinds: ['Service'] },
  title: 'Every port of a Service is a port of a container of its pods',
  severity: Severity.MEDIUM,
  rationale:
    'Traffic to a port that no container has is lost, and a Service with a port name that no container has does not work at all.',
  fix: "set targetPort to the number or the name of the container's port",
  check,
  examples: {
    good: [
      exampleSet(pod(), service('{port: 80, targetPort: http}')),
      exampleSet(pod(), service('{port: 80, targetPort: 8080}')),
      exampleSet(pod(), service('{port: 8080}')),
      exampleSet(pod(), service('{port: 9187}', 'None')),
    ],
    bad: [
      exampleSet(pod(), service('{port: 80, targetPort: https}')),
      exampleSet(pod(), service('{port: 80, targetPort: 8081}')),
      exampleSet(pod(), service('{port: 80}')),
      exampleSet(pod(), service('{port: 80, targetPort: https}', 'None')),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Service')) return [];
  const selector = object.valueAt('spec', 'selector');
  if (!isObject(selector) || Object.keys(selector).length === 0) return [];
  const pods = podsOfService(object);
  if (pods.length === 0) return [];
  const ports = new Set(pods.flatMap(portsOf));
  // a headless Service routes no traffic, and containers do not have to list their ports
  const isRouted = object.valueAt('spec', 'clusterIP') !== 'None';
  const listsNumbers = isRouted && pods.every((pod) => portsOf(pod).length > 0);
  return object.listAt('spec', 'ports').flatMap((port, i): Violation[] => {
    if (!isObject(port)) return [];
    const wanted = port['targetPort'] ?? port['port'];
    const isName = typeof wanted === 'string' && !/^\d+$/.test(wanted);
    const key = typeof wanted === 'string' && !isName ? Number(wanted) : wanted;
    if (ports.has(key) || (!isName && !listsNumbers)) return [];
    const path = `/spec/ports/${i}/${port['targetPort'] === undefined ? 'port' : 'targetPort'}`;
    if (isName)
      return [{ path, message: `no container of the selected pods has a port with the name ${quote(wanted)}` }];
    const message = `no container of the selected pods lists port ${quote(wanted)}, although they list others`;
    return [{ path, message, severity: Severity.LOW }];
  });
}

/** Returns the numbers and the names of the ports of the containers of a pod that keep running. */
function portsOf(pod: PodSubject): unknown[] {
  return pod.containers
    .filter(({ role }) => role === ContainerRole.MAIN || role === ContainerRole.SIDECAR)
    .flatMap((container) =>
      container
        .listAt('ports')
        .flatMap((port) => (isObject(port) ? [port['containerPort'], port['name']] : []))
        .filter((each) => each !== undefined),
    );
}

function service(port: string, clusterIP = '""'): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec:
  clusterIP: ${clusterIP}
  selector: {app: sensor}
  ports: [${port}]
`;
}

function pod(): string {
  return examplePod({
    metadata: 'labels: {app: sensor}',
    container: 'ports: [{name: http, containerPort: 8080}]',
  });
}
