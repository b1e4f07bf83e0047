import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { LabelSelector } from '../../subject/label-selector';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every workload selects its own pods. */
export const selectorMatchesTemplate = rule({
  id: 'selector-matches-template',
  topic: Topic.REFERENCES,
  scope: 'object',
  title: 'Every workload selects its own pods',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects a workload without a selector, or with a selector that does not match the labels of its own pods.',
  fix: 'copy the labels of the template to selector.matchLabels',
  check,
  examples: {
    good: [example('{matchLabels: {app: sensor}}')],
    bad: [example('{matchLabels: {app: senser}}'), example('{}')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (object.group !== 'apps' || !isNative(object, 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet')) return [];
  const [pod] = object.pods;
  const selector = object.valueAt('spec', 'selector');
  if (pod === undefined) return [];
  if (!isObject(selector) || LabelSelector.parse(selector).selectsAll)
    return [{ path: '/spec/selector', message: 'the selector is empty, which the API server rejects' }];
  if (LabelSelector.parse(selector).selects(pod.labels)) return [];
  const message = `selector ${quote(selector)} does not match the labels of the template, ${quote(pod.labels)}, which the API server rejects`;
  return [{ path: '/spec/selector', message }];
}

function example(selector: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: sensor, namespace: edge}
spec:
  selector: ${selector}
  template:
    metadata: {labels: {app: sensor}}
    spec: {containers: [{name: main, image: registry.example/sensor:1.2.3}]}
`;
}
