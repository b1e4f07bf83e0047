import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every host of an Ingress has TLS. */
export const ingressTls = rule({
  id: 'ingress-tls',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['Ingress'] },
  title: 'Every host of an Ingress has TLS',
  severity: Severity.MEDIUM,
  rationale: 'Without TLS, anyone on the network path can read and change the traffic, including passwords.',
  fix: 'set tls, for example to [{hosts: [sensor.example], secretName: sensor-tls}]',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  controls: nist('4.3.3'),
  check,
  examples: {
    good: [
      example('tls: [{hosts: [sensor.example], secretName: sensor-tls}]'),
      example('tls: [{hosts: ["*.example"], secretName: wild}]'),
      example('tls: [{secretName: default}]'),
    ],
    bad: [example('ingressClassName: nginx'), example('tls: [{hosts: [other.example], secretName: other-tls}]')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Ingress')) return [];
  const entries = object.listAt('spec', 'tls').filter(isObject);
  if (entries.length === 0) return [{ path: '/spec/tls', message: 'tls is unset, so the Ingress serves plain HTTP' }];
  // an entry without hosts applies to all of them
  if (entries.some((entry) => listAt(entry, 'hosts').length === 0)) return [];
  const hosts = new Set(entries.flatMap((entry) => listAt(entry, 'hosts')));
  return object.listAt('spec', 'rules').flatMap((rule, i) => {
    const host = isObject(rule) ? (stringAt(rule, 'host') ?? '') : '';
    const wild = `*${host.slice(Math.max(host.indexOf('.'), 0))}`;
    if (host === '' || hosts.has(host) || hosts.has(wild)) return [];
    return [{ path: `/spec/rules/${i}/host`, message: `no entry of tls lists the host ${quote(host)}` }];
  });
}

function example(tls: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: sensor, namespace: edge}
spec:
  ${tls}
  rules:
    - host: sensor.example
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: sensor, port: {number: 80}}}}]}
`;
}
