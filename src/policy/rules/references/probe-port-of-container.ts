import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that probes use ports of their container. */
export const probePortOfContainer = rule({
  id: 'probe-port-of-container',
  topic: Topic.REFERENCES,
  scope: 'container',
  looksAt: { fields: ['livenessProbe', 'readinessProbe', 'startupProbe'] },
  title: 'Every probe with a named port names a port of its container',
  severity: Severity.MEDIUM,
  rationale:
    'A probe with a name that no port has always fails: the app never becomes ready, or the kubelet restarts it again and again.',
  fix: 'give a port of the container that name, or use the port number in the probe',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  check,
  examples: {
    good: [
      examplePod({
        container: 'ports: [{name: http, containerPort: 8080}]\nlivenessProbe: {httpGet: {port: http}}',
      }),
      examplePod({ container: 'livenessProbe: {tcpSocket: {port: 8080}}' }),
    ],
    bad: [
      examplePod({
        container: 'ports: [{name: web, containerPort: 8080}]\nreadinessProbe: {httpGet: {port: http}}',
      }),
    ],
  },
});

const PLACES = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) =>
  ['httpGet', 'tcpSocket'].map((way) => [probe, way] as const),
);

function check(container: ContainerSubject): Violation[] {
  const names = new Set(container.listAt('ports').map((port) => (isObject(port) ? port['name'] : undefined)));
  return PLACES.flatMap(([probe, way]) => {
    const port = container.textAt(probe, way, 'port');
    // a number may be a string, and does not have to be among the ports
    if (port === undefined || /^\d+$/.test(port) || names.has(port)) return [];
    const path = `/${probe}/${way}/port`;
    return [{ path, value: `${probe}: ${port}`, message: `no port of the container has the name ${quote(port)}` }];
  });
}
