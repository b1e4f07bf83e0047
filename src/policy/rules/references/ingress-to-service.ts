import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { exampleSet } from '../../example';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** An Ingress leads to Services that there are. */
export const ingressToService = rule({
  id: 'ingress-to-service',
  topic: Topic.REFERENCES,
  scope: 'object',
  title: 'Every Ingress leads to a port of a Service that there is',
  severity: Severity.MEDIUM,
  rationale:
    'Traffic from outside to a Service that is missing fails, and goes to whoever may make a Service of that name.',
  fix: 'correct the name or the port of the Service, or remove the path',
  check,
  examples: {
    good: [
      exampleSet(exampleService(), ingress('{name: sensor, port: {number: 80}}')),
      exampleSet(exampleService(), ingress('{name: sensor, port: {name: http}}')),
    ],
    bad: [
      exampleSet(exampleService(), ingress('{name: senser, port: {number: 80}}')),
      exampleSet(exampleService(), ingress('{name: sensor, port: {number: 81}}')),
      ingress('{name: sensor, port: {number: 80}}'),
    ],
  },
});

/** A backend and where it stands. */
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
  // before networking.k8s.io/v1 the name and the port stood in the backend itself
  const inV1 = isObject(json['service']);
  const service = inV1 ? objectAt(json, 'service') : json;
  const name = stringAt(service, inV1 ? 'name' : 'serviceName');
  if (name === undefined) return [];
  const { namespace, manifests } = ingress;
  const at = `${path}/${inV1 ? 'service/name' : 'serviceName'}`;
  const found = possibleNamespaces(namespace).flatMap((each) => manifests.find('Service', name, each) ?? []);
  if (found.length === 0) {
    const bringsOthers = possibleNamespaces(namespace).some((each) => manifests.ofKindIn('Service', each).length > 0);
    const severity = bringsOthers ? Severity.MEDIUM : Severity.LOW;
    return [{ path: at, message: `no Service among the manifests has the name ${quote(name)}`, severity }];
  }
  const port = inV1 ? objectAt(service, 'port') : {};
  const wanted = inV1 ? (port['number'] ?? port['name']) : service['servicePort'];
  const ports = found.flatMap((each) => each.listAt('spec', 'ports')).filter(isObject);
  if (wanted === undefined || ports.some((each) => each['port'] === wanted || each['name'] === wanted)) return [];
  const portPath = `${path}/${inV1 ? 'service/port' : 'servicePort'}`;
  return [{ path: portPath, message: `the Service ${quote(name)} has no port ${quote(wanted)}` }];
}

function ingress(service: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: sensor, namespace: edge}
spec:
  rules:
    - host: sensor.example
      http: {paths: [{path: /, pathType: Prefix, backend: {service: ${service}}}]}
`;
}

function exampleService(): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: sensor, namespace: edge}
spec: {selector: {app: sensor}, ports: [{name: http, port: 80}]}
`;
}
