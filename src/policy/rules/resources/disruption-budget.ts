import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { maySelectMade } from '../../extract/made-objects';
import { hasPods, selectedPods } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every disruption budget selects pods, and allows a node to be drained. */
export const disruptionBudget = rule({
  id: 'disruption-budget',
  topic: Topic.RESOURCES,
  scope: 'object',
  title: 'Every disruption budget selects a pod, and allows a node to be drained',
  severity: Severity.LOW,
  rationale:
    'A budget that selects no pod protects nothing. A budget that allows no disruption prevents a gateway from being drained for its update.',
  fix: 'copy the labels of the pod template to the selector, and set maxUnavailable to 1',
  check,
  examples: {
    good: [exampleSet(pod(), budget('{maxUnavailable: 1, selector: {matchLabels: {app: sensor}}}'))],
    bad: [
      exampleSet(pod(), budget('{maxUnavailable: 1, selector: {matchLabels: {app: senser}}}')),
      exampleSet(pod(), budget('{maxUnavailable: 0, selector: {matchLabels: {app: sensor}}}')),
      exampleSet(pod(), budget('{minAvailable: "100%", selector: {matchLabels: {app: sensor}}}')),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'PodDisruptionBudget')) return [];
  return [...selectsNone(object), ...allowsNone(object)];
}

function selectsNone(object: ObjectSubject): Violation[] {
  const selector = object.valueAt('spec', 'selector');
  if (selector === undefined || !hasPods(object) || selectedPods(object, selector).length > 0) return [];
  if (maySelectMade(object, selector)) return [];
  return [
    {
      path: '/spec/selector',
      message: `selector ${quote(selector)} selects no pod among the manifests of its namespace`,
    },
  ];
}

function allowsNone(object: ObjectSubject): Violation[] {
  const most = object.valueAt('spec', 'maxUnavailable');
  const least = object.valueAt('spec', 'minAvailable');
  if (most === 0 || most === '0%')
    return [
      {
        path: '/spec/maxUnavailable',
        message: `maxUnavailable is ${quote(most)}, so no node with such a pod can be drained`,
      },
    ];
  if (least !== '100%') return [];
  return [{ path: '/spec/minAvailable', message: 'minAvailable is "100%", so no node with such a pod can be drained' }];
}

function budget(spec: string): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: sensor, namespace: edge}
spec: ${spec}
`;
}

function pod(): string {
  return examplePod({ metadata: 'labels: {app: sensor}' });
}
