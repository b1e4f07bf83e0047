import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { exampleNetworkPolicy, examplePod, exampleSet } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { LabelSelector } from '../../../kubernetes/label-selector';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { maySelectMade } from '../../extract/made-objects';
import { hasPods, selectedPods } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every network policy selects a pod. */
export const networkPolicySelectsPods = rule({
  id: 'network-policy-selects-pods',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['NetworkPolicy'] },
  title: 'Every network policy selects a pod',
  severity: Severity.MEDIUM,
  rationale:
    'A policy that selects no pod protects nothing, while everyone who reads it believes that it does; often a label is misspelled.',
  fix: 'copy the labels of the pod template to podSelector',
  controls: nist('4.3.3', '4.4.2'),
  check,
  examples: {
    good: [
      exampleSet(pod(), policy('{matchLabels: {app: sensor}}')),
      exampleSet(pod(), policy('{}')),
      policy('{matchLabels: {app: sensor}}'),
    ],
    bad: [exampleSet(pod(), policy('{matchLabels: {app: senser}}'))],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'NetworkPolicy')) return [];
  const selector = object.valueAt('spec', 'podSelector') ?? {};
  if (LabelSelector.parse(selector).selectsAll || !hasPods(object)) return [];
  if (selectedPods(object, selector).length > 0 || maySelectMade(object, selector)) return [];
  const message = `podSelector ${quote(selector)} selects no pod among the manifests of its namespace, so the policy protects nothing`;
  return [{ path: '/spec/podSelector', value: JSON.stringify(selector), message }];
}

function policy(podSelector: string): string {
  return exampleNetworkPolicy({ podSelector, policyTypes: 'Ingress, Egress' });
}

function pod(): string {
  return examplePod({ metadata: 'labels: {app: sensor}' });
}
