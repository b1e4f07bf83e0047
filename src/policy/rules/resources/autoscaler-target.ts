import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** An autoscaler has something to scale. */
export const autoscalerTarget = rule({
  id: 'autoscaler-target',
  topic: Topic.RESOURCES,
  scope: 'object',
  title: 'Every autoscaler scales something that there is',
  severity: Severity.LOW,
  rationale: 'An autoscaler of nothing leaves the app that it was meant for without room when it is flooded.',
  fix: 'correct kind and name in scaleTargetRef, or remove the autoscaler',
  check,
  examples: {
    good: [exampleSet(deployment(), autoscaler('sensor'))],
    bad: [exampleSet(deployment(), autoscaler('senser'))],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'HorizontalPodAutoscaler')) return [];
  const kind = object.textAt('spec', 'scaleTargetRef', 'kind');
  const name = object.textAt('spec', 'scaleTargetRef', 'name');
  if (kind === undefined || name === undefined) return [];
  const { namespace, manifests } = object;
  if (possibleNamespaces(namespace).some((each) => manifests.find(kind, name, each) !== undefined)) return [];
  return [{ path: '/spec/scaleTargetRef/name', message: `no ${kind} among the manifests has the name ${quote(name)}` }];
}

function autoscaler(name: string): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: sensor, namespace: edge}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}
`;
}

function deployment(): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: sensor, namespace: edge}
spec:
  selector: {matchLabels: {app: sensor}}
  template:
    metadata: {labels: {app: sensor}}
    spec: {containers: [{name: main, image: registry.example/sensor:1.2.3}]}
`;
}
