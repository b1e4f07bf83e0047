import { quote } from '../../../diagnostics/input-error';
import { objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { exampleSet } from '../../example';
import { LabelSelector } from '../../../kubernetes/label-selector';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { mayMakeAny } from '../../extract/made-objects';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every ServiceMonitor selects a Service. */
export const monitorSelectsServices = rule({
  id: 'monitor-selects-services',
  topic: Topic.REFERENCES,
  scope: 'object',
  looksAt: { kinds: ['ServiceMonitor'] },
  title: 'Every ServiceMonitor selects a Service',
  severity: Severity.LOW,
  rationale:
    'A monitor that selects no Service collects no metrics and reports no error, so alerts based on them never fire.',
  fix: 'copy the labels of the Service to the selector of the monitor',
  check,
  examples: {
    good: [
      exampleSet(service(), monitor('{selector: {matchLabels: {app: sensor}}}')),
      exampleSet(service(), monitor('{selector: {matchLabels: {app: other}}, namespaceSelector: {any: true}}')),
      monitor('{selector: {matchLabels: {app: sensor}}}'),
    ],
    bad: [exampleSet(service(), monitor('{selector: {matchLabels: {app: senser}}}'))],
  },
});

const GROUP = 'monitoring.coreos.com';

function check(object: ObjectSubject): Violation[] {
  if (object.kind !== 'ServiceMonitor' || object.group !== GROUP) return [];
  // Services of other namespaces may be in other manifests
  if (Object.keys(object.objectAt('spec', 'namespaceSelector')).length > 0) return [];
  const services = servicesBeside(object);
  if (services.length === 0) return [];
  if (mayMakeAny(object, 'Service')) return [];
  const selector = object.valueAt('spec', 'selector') ?? {};
  const parsed = LabelSelector.parse(selector);
  if (services.some((service) => parsed.selects(objectAt(objectAt(service.json, 'metadata'), 'labels')))) return [];
  const message = `selector ${quote(selector)} selects no Service among the manifests of its namespace`;
  return [{ path: '/spec/selector', value: JSON.stringify(selector), message }];
}

function servicesBeside({ namespace, manifests }: ObjectSubject): ObjectSubject[] {
  return possibleNamespaces(namespace)
    .flatMap((possible) => manifests.ofKindIn('Service', possible))
    .filter((service) => isNative(service, 'Service'));
}

function monitor(spec: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: sensor, namespace: edge}
spec: ${spec}
`;
}

function service(): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge, labels: {app: sensor}}
spec: {ports: [{port: 80}]}
`;
}
