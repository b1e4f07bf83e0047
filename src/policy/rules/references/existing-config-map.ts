import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The ConfigMaps that a pod needs are there. */
export const existingConfigMap = rule({
  id: 'existing-config-map',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every ConfigMap that a pod needs is among the manifests that bring such',
  severity: Severity.MEDIUM,
  rationale: 'A pod does not start without a ConfigMap that it needs, and on a gateway nobody is there to see it wait.',
  fix: 'add the ConfigMap, correct its name, or set optional: true where the app can do without',
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
  // where no other is among the manifests, they come another way
  if (!bringsOthers(pod, 'ConfigMap')) return [];
  return (
    missingReferences(pod, 'ConfigMap')
      // every namespace has that one
      .filter(({ name }) => name !== 'kube-root-ca.crt')
      .map(({ name, path, container }) => ({
        path,
        ...(container !== undefined && { container }),
        message: `no ConfigMap among the manifests has the name ${quote(name)}, though they bring others`,
      }))
  );
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
