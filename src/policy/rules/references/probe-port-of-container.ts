import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A probe asks at a port that its container has. */
export const probePortOfContainer = rule({
  id: 'probe-port-of-container',
  topic: Topic.REFERENCES,
  scope: 'container',
  title: 'Every probe that names a port names one of its container',
  severity: Severity.MEDIUM,
  rationale: 'A probe at a name that no port has fails for ever: the app never gets ready, or is killed over and over.',
  fix: 'give the port of the container that name, or the probe the number of the port',
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
    // a number may be written as a text, and need not be among the ports
    if (port === undefined || /^\d+$/.test(port) || names.has(port)) return [];
    const path = `/${probe}/${way}/port`;
    return [{ path, message: `the container has no port of the name ${quote(port)}` }];
  });
}
