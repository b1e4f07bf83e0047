import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet, exampleWorkload } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { maySelectMade } from '../../extract/made-objects';
import type { PodSubject } from '../../subject/pod-subject';
import { scaleOf } from '../../extract/scale';
import { hasPods, selectedPods } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every disruption budget selects pods, and allows a node to be drained. */
export const disruptionBudget = rule({
  id: 'disruption-budget',
  topic: Topic.RESOURCES,
  scope: 'object',
  looksAt: { kinds: ['PodDisruptionBudget'] },
  title: 'Every disruption budget selects a pod, and allows a node to be drained',
  severity: Severity.LOW,
  rationale:
    'A budget that selects no pod protects nothing. A budget that allows no disruption prevents a gateway from being drained for its update.',
  fix: 'copy the labels of the pod template to the selector, and set maxUnavailable to 1; an app that must not stop needs two replicas',
  check,
  examples: {
    good: [
      exampleSet(pod(), budget('{maxUnavailable: 1, selector: {matchLabels: {app: sensor}}}')),
      exampleSet(
        exampleWorkload({ kind: 'DaemonSet' }),
        budget('{minAvailable: 1, selector: {matchLabels: {app: sensor}}}'),
      ),
    ],
    bad: [
      exampleSet(pod(), budget('{maxUnavailable: 1, selector: {matchLabels: {app: senser}}}')),
      exampleSet(pod(), budget('{maxUnavailable: 0, selector: {matchLabels: {app: sensor}}}')),
      exampleSet(pod(), budget('{minAvailable: "100%", selector: {matchLabels: {app: sensor}}}')),
      exampleSet(exampleWorkload(), budget('{minAvailable: 1, selector: {matchLabels: {app: sensor}}}')),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'PodDisruptionBudget')) return [];
  const invalid = rejectedNumbers(object);
  return [...selectsNone(object), ...(invalid.length > 0 ? invalid : allowsNone(object))];
}

function selectsNone(object: ObjectSubject): Violation[] {
  const selector = object.valueAt('spec', 'selector');
  if (selector === undefined || !hasPods(object) || selectedPods(object, selector).length > 0) return [];
  if (maySelectMade(object, selector)) return [];
  return [
    {
      path: '/spec/selector',
      value: JSON.stringify(selector),
      message: `selector ${quote(selector)} selects no pod among the manifests of its namespace`,
    },
  ];
}

/** Returns what the API server rejects in the numbers of a budget. */
function rejectedNumbers(object: ObjectSubject): Violation[] {
  const numbers = ['maxUnavailable', 'minAvailable'].flatMap((field) => {
    const value = object.valueAt('spec', field);
    return value === undefined || value === null ? [] : [{ field, value }];
  });
  if (numbers.length > 1)
    return [
      {
        path: '/spec/maxUnavailable',
        message: 'minAvailable and maxUnavailable are both set; must be only one of them',
      },
    ];
  return numbers
    .filter(({ value }) => typeof value === 'string' && !/^(\d{1,2}|100)%$/.test(value))
    .map(({ field, value }) => ({
      path: `/spec/${field}`,
      message: `${field} is ${quote(value)}; must be a whole number without quotes, or a percentage, such as "50%"`,
    }));
}

function allowsNone(object: ObjectSubject): Violation[] {
  const most = object.valueAt('spec', 'maxUnavailable');
  const least = object.valueAt('spec', 'minAvailable');
  if (most !== undefined && amountOf(most, 1) === 0) {
    const message = `maxUnavailable is ${quote(most)}, so no node with such a pod can be drained`;
    return [{ path: '/spec/maxUnavailable', message }];
  }
  if (least === undefined) return [];
  const path = '/spec/minAvailable';
  if (least === '100%') return [{ path, message: 'minAvailable is "100%", so no node with such a pod can be drained' }];
  const replicas = replicasOf(selectedPods(object, object.valueAt('spec', 'selector')));
  if (replicas === undefined || replicas === 0 || (amountOf(least, replicas) ?? 0) < replicas) return [];
  const all = replicas === 1 ? 'the only replica' : `all ${replicas} replicas`;
  const message = `minAvailable is ${quote(least)}, which is ${all} of the selected pods, so no node with such a pod can be drained`;
  return [{ path, message }];
}

/** Returns a number of pods, which can be a percentage. Kubernetes rounds percentages up. */
function amountOf(value: unknown, replicas: number): number | undefined {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d{1,9})%?$/.exec(value)?.[1] : undefined;
  if (percent === undefined) return undefined;
  return String(value).endsWith('%') ? Math.ceil((Number(percent) * replicas) / 100) : Number(percent);
}

/** Returns the smallest number of pods that the workloads of some pods and pod templates run. Undefined if it is not known. */
function replicasOf(pods: ReadonlyArray<PodSubject>): number | undefined {
  let sum = 0;
  for (const object of new Set(pods.map((pod) => pod.object))) {
    const scale = scaleOf(object);
    if (scale === undefined || isNative(object, 'DaemonSet')) return undefined;
    sum += scale.least;
  }
  return sum;
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
