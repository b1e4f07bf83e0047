import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the ConfigMaps of a pod are among the manifests. */
export const existingConfigMap = rule({
  id: 'existing-config-map',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every ConfigMap that a pod needs is among the manifests, if they contain any',
  severity: Severity.MEDIUM,
  rationale:
    'A pod does not start if a ConfigMap that it needs does not exist, and on a gateway nobody notices that it waits.',
  fix: 'add the ConfigMap, correct its name, or set optional: true if the app can run without it',
  check,
  examples: {
    good: [
      exampleSet(pod(), object('sensor')),
      examplePod({ spec: 'volumes: [{name: settings, configMap: {name: sensor, optional: true}}]' }),
    ],
    bad: [
      exampleSet(pod(), object('senser')),
      exampleSet(examplePod({ container: 'envFrom: [{configMapRef: {name: sensor}}]' }), object('senser')),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  // if the manifests contain no ConfigMaps, the ConfigMaps come from elsewhere
  if (!bringsOthers(pod, 'ConfigMap')) return [];
  return missingReferences(pod, 'ConfigMap').map(({ name, path, container }) => ({
    path,
    container,
    message: `no ConfigMap among the manifests has the name ${quote(name)}, although they contain others`,
  }));
}

function object(name: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: edge}
data: {level: info}
`;
}

function pod(): string {
  return examplePod({ spec: 'volumes: [{name: settings, configMap: {name: sensor}}]' });
}
