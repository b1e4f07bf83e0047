import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { hasPods, selectedPods } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A disruption budget holds for some pods, and lets a node be emptied. */
export const disruptionBudget = rule({
  id: 'disruption-budget',
  topic: Topic.RESOURCES,
  scope: 'object',
  title: 'Every disruption budget holds for a pod, and lets nodes be emptied',
  severity: Severity.LOW,
  rationale:
    'A budget that selects no pod protects nothing; one that allows no disruption keeps a gateway from being emptied for its update.',
  fix: "write the labels of the pod's template into the selector, and set maxUnavailable to 1",
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
  return [
    {
      path: '/spec/selector',
      message: `no pod among the manifests of its namespace is selected by ${quote(selector)}`,
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
        message: `maxUnavailable is ${quote(most)}: no node with such a pod can be emptied`,
      },
    ];
  if (least !== '100%') return [];
  return [{ path: '/spec/minAvailable', message: 'minAvailable is "100%": no node with such a pod can be emptied' }];
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
