import { isObject, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every rule of an Ingress names its host. */
export const ingressHost = rule({
  id: 'ingress-host',
  topic: Topic.NETWORK,
  scope: 'object',
  title: 'Every rule of an Ingress names its host',
  severity: Severity.LOW,
  rationale:
    'A rule without a host receives traffic for hosts that other Ingresses serve, and answers to names that nobody intended.',
  fix: 'set host to the name of the app, such as sensor.example',
  controls: nist('4.3.3'),
  check,
  examples: {
    good: [example('host: sensor.example')],
    bad: [example('host: ""'), example('host: "*.example"')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Ingress')) return [];
  return object.listAt('spec', 'rules').flatMap((rule, i) => {
    if (!isObject(rule)) return [];
    const host = stringAt(rule, 'host') ?? '';
    if (host !== '' && !host.includes('*')) return [];
    const message =
      host === ''
        ? 'host is unset, so the rule applies to every host'
        : `host ${host} matches many hosts; must be one host`;
    return [{ path: `/spec/rules/${i}/host`, message }];
  });
}

function example(rule: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: sensor, namespace: edge}
spec:
  rules:
    - ${rule}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: sensor, port: {number: 80}}}}]}
`;
}
