import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { maySelectMade } from '../../extract/made-objects';
import { hasPods, podsOfService } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every Service selects a pod. */
export const serviceSelectsPods = rule({
  id: 'service-selects-pods',
  topic: Topic.REFERENCES,
  scope: 'object',
  looksAt: { kinds: ['Service'] },
  title: 'Every Service selects a pod',
  severity: Severity.MEDIUM,
  rationale:
    'A Service that selects no pod does not answer, and anyone who can create a pod with those labels gets the traffic.',
  fix: 'copy the labels of the pod template to the selector, or remove the Service',
  check,
  examples: {
    good: [exampleSet(pod(), service('sensor'))],
    bad: [exampleSet(pod(), service('senser')), service('sensor')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Service') || object.valueAt('spec', 'type') === 'ExternalName') return [];
  const selector = object.valueAt('spec', 'selector');
  // without a selector, something else defines where the traffic goes
  if (!isObject(selector) || Object.keys(selector).length === 0) return [];
  const labels = { matchLabels: selector };
  if (podsOfService(object).length > 0 || maySelectMade(object, labels)) return [];
  const message = `selector ${quote(selector)} selects no pod among the manifests`;
  return [
    {
      path: '/spec/selector',
      value: JSON.stringify(selector),
      message,
      severity: hasPods(object) ? Severity.MEDIUM : Severity.LOW,
    },
  ];
}

function service(app: string): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec:
  selector: {app: ${app}}
  ports: [{port: 80}]
`;
}

function pod(): string {
  return examplePod({ metadata: 'labels: {app: sensor}' });
}
