import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { hasPods, selectedPods } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A Service has pods behind it. */
export const serviceSelectsPods = rule({
  id: 'service-selects-pods',
  topic: Topic.REFERENCES,
  scope: 'object',
  title: 'Every Service selects a pod',
  severity: Severity.MEDIUM,
  rationale:
    'A Service that selects no pod answers nobody, and whoever may make a pod with those labels gets the traffic that was meant for another.',
  fix: "write the labels of the pod's template into the selector, or remove the Service",
  check,
  examples: {
    good: [exampleSet(pod(), service('sensor'))],
    bad: [exampleSet(pod(), service('senser')), service('sensor')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Service') || object.valueAt('spec', 'type') === 'ExternalName') return [];
  const selector = object.valueAt('spec', 'selector');
  // without a selector something else says where the traffic goes
  if (!isObject(selector) || Object.keys(selector).length === 0) return [];
  if (selectedPods(object, { matchLabels: selector }).length > 0) return [];
  const message = `no pod among the manifests has the labels ${quote(selector)}`;
  return [{ path: '/spec/selector', message, severity: hasPods(object) ? Severity.MEDIUM : Severity.LOW }];
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
