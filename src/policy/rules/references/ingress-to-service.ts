import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { exampleIngress, exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { mayBeMade } from '../../extract/made-objects';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the Services of an Ingress exist. */
export const ingressToService = rule({
  id: 'ingress-to-service',
  topic: Topic.REFERENCES,
  scope: 'object',
  looksAt: { kinds: ['Ingress'] },
  title: 'Every Ingress refers to a port of an existing Service',
  severity: Severity.MEDIUM,
  rationale:
    'Traffic to a Service that does not exist fails. Anyone who can create a Service of that name gets the traffic.',
  fix: 'correct the name or the port of the Service, or remove the path',
  check,
  examples: {
    good: [
      exampleSet(exampleService(), exampleIngress()),
      exampleSet(exampleService(), exampleIngress({ service: '{name: sensor, port: {name: http}}' })),
    ],
    bad: [
      exampleSet(exampleService(), exampleIngress({ service: '{name: senser, port: {number: 80}}' })),
      exampleSet(exampleService(), exampleIngress({ service: '{name: sensor, port: {number: 81}}' })),
      exampleIngress(),
    ],
  },
});

/** Backend of an Ingress, with its place in the manifest. */
interface Backend {
  readonly json: JsonObject;
  readonly path: string;
}

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Ingress')) return [];
  return backendsOf(object).flatMap((backend) => fault(object, backend));
}

function backendsOf(ingress: ObjectSubject): Backend[] {
  const defaults = ['defaultBackend', 'backend'].map((key) => ({
    json: ingress.objectAt('spec', key),
    path: `/spec/${key}`,
  }));
  const paths = ingress.listAt('spec', 'rules').flatMap((rule, i) =>
    isObject(rule)
      ? listAt(objectAt(rule, 'http'), 'paths').map((each, j) => ({
          json: isObject(each) ? objectAt(each, 'backend') : {},
          path: `/spec/rules/${i}/http/paths/${j}/backend`,
        }))
      : [],
  );
  return [...defaults, ...paths];
}

function fault(ingress: ObjectSubject, { json, path }: Backend): Violation[] {
  // before networking.k8s.io/v1, the name and the port are fields of the backend itself
  const inV1 = isObject(json['service']);
  const service = inV1 ? objectAt(json, 'service') : json;
  const name = stringAt(service, inV1 ? 'name' : 'serviceName');
  if (name === undefined) return [];
  const { namespace, manifests } = ingress;
  const at = `${path}/${inV1 ? 'service/name' : 'serviceName'}`;
  const found = possibleNamespaces(namespace).flatMap((each) => manifests.find('Service', name, each) ?? []);
  if (found.length === 0) {
    if (mayBeMade(ingress, 'Service', name)) return [];
    const bringsOthers = possibleNamespaces(namespace).some((each) => manifests.ofKindIn('Service', each).length > 0);
    const severity = bringsOthers ? Severity.MEDIUM : Severity.LOW;
    return [{ path: at, message: `no Service among the manifests has the name ${quote(name)}`, severity }];
  }
  const port = inV1 ? objectAt(service, 'port') : {};
  const wanted = inV1 ? (port['number'] ?? port['name']) : service['servicePort'];
  const ports = found.flatMap((each) => each.listAt('spec', 'ports')).filter(isObject);
  if (wanted === undefined || ports.some((each) => each['port'] === wanted || each['name'] === wanted)) return [];
  const portPath = `${path}/${inV1 ? 'service/port' : 'servicePort'}`;
  return [
    {
      path: portPath,
      value: `${name}: ${quote(wanted)}`,
      message: `Service ${quote(name)} does not have port ${quote(wanted)}`,
    },
  ];
}

function exampleService(): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec: {selector: {app: sensor}, ports: [{name: http, port: 80}]}
`;
}
