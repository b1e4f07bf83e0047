import { isSystemPriority } from '../../../kubernetes/priority-class';
import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the priority class of a pod is among the manifests. */
export const existingPriorityClass = rule({
  id: 'existing-priority-class',
  topic: Topic.REFERENCES,
  scope: 'pod',
  looksAt: { fields: ['priorityClassName'] },
  title: 'Every priority class of a pod is among the manifests, if they contain any',
  severity: Severity.MEDIUM,
  rationale: 'The API server rejects a pod with a priority class that does not exist, so the app never runs.',
  fix: 'add the PriorityClass, or correct priorityClassName',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
  check,
  examples: {
    good: [
      exampleSet(pod('gateway-app'), priorityClass('gateway-app')),
      pod('gateway-app'),
      exampleSet(pod('system-node-critical'), priorityClass('gateway-app')),
    ],
    bad: [exampleSet(pod('gateway-apps'), priorityClass('gateway-app'))],
  },
});

function check(pod: PodSubject): Violation[] {
  const name = pod.textAt('spec', 'priorityClassName');
  const { manifests } = pod.object;
  if (name === undefined || isSystemPriority(name) || manifests.ofKind('PriorityClass').length === 0) return [];
  // cdk8s can write the namespace of a chart on cluster-scoped objects
  if ([undefined, pod.object.namespace].some((each) => manifests.find('PriorityClass', name, each) !== undefined))
    return [];
  const message = `no PriorityClass among the manifests has the name ${quote(name)}, although they contain others`;
  return [{ path: '/spec/priorityClassName', message }];
}

function pod(priorityClassName: string): string {
  return examplePod({ spec: `priorityClassName: ${priorityClassName}` });
}

function priorityClass(name: string): string {
  return `
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: ${name}}
value: 1000
`;
}
