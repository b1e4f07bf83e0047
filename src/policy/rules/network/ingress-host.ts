import { isObject, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { exampleIngress } from '../../example';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every rule of an Ingress names its host. */
export const ingressHost = rule({
  id: 'ingress-host',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['Ingress'] },
  title: 'Every rule of an Ingress names its host',
  severity: Severity.LOW,
  rationale:
    'A rule without a host receives traffic for hosts that other Ingresses serve, and answers to names that nobody intended.',
  fix: 'set host to the name of the app, such as sensor.example',
  controls: nist('4.3.3'),
  check,
  examples: {
    good: [exampleIngress({ rule: 'host: sensor.example' })],
    bad: [exampleIngress({ rule: 'host: ""' }), exampleIngress({ rule: 'host: "*.example"' })],
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
    return [{ path: `/spec/rules/${i}/host`, value: host === '' ? '*' : host, message }];
  });
}
