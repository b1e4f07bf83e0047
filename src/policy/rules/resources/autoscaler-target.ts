import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { exampleSet, exampleWorkload } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { mayMakeAny } from '../../extract/made-objects';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every autoscaler scales an existing workload. */
export const autoscalerTarget = rule({
  id: 'autoscaler-target',
  topic: Topic.RESOURCES,
  scope: 'object',
  looksAt: { kinds: ['HorizontalPodAutoscaler'] },
  title: 'Every autoscaler scales an existing workload',
  severity: Severity.LOW,
  rationale: 'If the target of an autoscaler does not exist, the app that it was meant for does not scale under load.',
  fix: 'correct kind and name in scaleTargetRef, or remove the autoscaler',
  check,
  examples: {
    good: [exampleSet(exampleWorkload(), autoscaler('sensor'))],
    bad: [exampleSet(exampleWorkload(), autoscaler('senser'))],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'HorizontalPodAutoscaler')) return [];
  const kind = object.textAt('spec', 'scaleTargetRef', 'kind');
  const name = object.textAt('spec', 'scaleTargetRef', 'name');
  if (kind === undefined || name === undefined) return [];
  const { namespace, manifests } = object;
  if (possibleNamespaces(namespace).some((each) => manifests.find(kind, name, each) !== undefined)) return [];
  // anything that may create pods may create the workload, too
  if (mayMakeAny(object, 'Pod')) return [];
  return [
    {
      path: '/spec/scaleTargetRef/name',
      message: `scaleTargetRef is ${kind} ${quote(name)}, which is not among the manifests`,
    },
  ];
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
