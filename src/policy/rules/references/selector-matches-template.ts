import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { LabelSelector } from '../../../kubernetes/label-selector';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { exampleWorkload } from '../../example';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every workload selects its own pods. */
export const selectorMatchesTemplate = rule({
  id: 'selector-matches-template',
  topic: Topic.REFERENCES,
  scope: 'object',
  looksAt: { kinds: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'] },
  title: 'Every workload selects its own pods',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects a workload without a selector, or with a selector that does not match the labels of its own pods.',
  fix: 'copy the labels of the template to selector.matchLabels',
  check,
  examples: {
    good: [exampleWorkload()],
    bad: [exampleWorkload({ selector: '{matchLabels: {app: senser}}' }), exampleWorkload({ selector: '{}' })],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (object.group !== 'apps' || !isNative(object, 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet')) return [];
  const [pod] = object.pods;
  const selector = object.valueAt('spec', 'selector');
  // the schema requires it, where nothing sets a default
  if (pod === undefined || selector === undefined || selector === null) return [];
  if (!isObject(selector) || LabelSelector.parse(selector).selectsAll)
    return [{ path: '/spec/selector', message: 'the selector is empty, which the API server rejects' }];
  if (LabelSelector.parse(selector).selects(pod.labels)) return [];
  const message = `selector ${quote(selector)} does not match the labels of the template, ${quote(pod.labels)}, which the API server rejects`;
  return [{ path: '/spec/selector', value: JSON.stringify(selector), message }];
}
