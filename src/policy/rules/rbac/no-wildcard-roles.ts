import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, stringsAt, type JsonObject } from '../../../kubernetes/manifest';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { isRole } from './role-rule';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** Checks that roles list what they allow. */
export const noWildcardRoles = rule({
  id: 'no-wildcard-roles',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['Role', 'ClusterRole'] },
  title: 'No role has a wildcard',
  severity: Severity.HIGH,
  rationale:
    'A wildcard also allows what nobody considered: kinds that an operator adds later, and subresources such as pods/exec.',
  fix: 'list the apiGroups, resources and verbs that the subject needs',
  controls: [...nist('4.3.1'), ...cis('5.1.3'), ...nsa('C-0035')],
  check,
  examples: {
    good: [
      exampleRole('{nonResourceURLs: ["/metrics", "/healthz/*"], verbs: [get]}'),
      exampleRole('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
    ],
    bad: [
      exampleRole('{apiGroups: [""], resources: ["*/exec"], verbs: [create]}', { kind: 'Role' }),
      exampleRole('{apiGroups: [""], resources: [pods/*], verbs: [get]}', { kind: 'Role' }),
      exampleRole('{nonResourceURLs: ["*"], verbs: [get]}'),
      exampleRole('{apiGroups: ["*"], resources: [pods], verbs: [get]}'),
      exampleRole('{apiGroups: [""], resources: ["*"], verbs: [get]}', { kind: 'Role' }),
      exampleRole('{apiGroups: [""], resources: [pods], verbs: ["*"]}'),
    ],
  },
});

const FIELDS = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'];

function check(object: ObjectSubject): Violation[] {
  if (!isRole(object)) return [];
  return object.listAt('rules').flatMap((rule, i) => (isObject(rule) ? wildcardsOf(rule, `/rules/${i}`) : []));
}

function wildcardsOf(rule: JsonObject, path: string): Violation[] {
  const whole = FIELDS.filter((field) => listAt(rule, field).includes('*')).map((field) => ({
    path: `${path}/${field}`,
    value: `${field}: ${grantOf(rule)}`,
    message: `${field} is a wildcard; must list each entry`,
  }));
  const part = listAt(rule, 'resources').flatMap((resource, i) => {
    if (typeof resource !== 'string') return [];
    const message = /^\*\/./.test(resource)
      ? `${quote(resource)} allows this subresource of every resource of the group`
      : /.\/\*$/.test(resource)
        ? `${quote(resource)} is not a wildcard in Kubernetes and grants nothing; list the subresources instead`
        : undefined;
    const value = `${resource}: ${grantOf(rule)}`;
    return message === undefined ? [] : [{ path: `${path}/resources/${i}`, value, message, severity: Severity.MEDIUM }];
  });
  return [...whole, ...part];
}

/** Returns what a rule of a role grants, such as `get, list pods`. */
function grantOf(rule: JsonObject): string {
  const what = [...stringsAt(rule, 'resources'), ...stringsAt(rule, 'nonResourceURLs')];
  return `${stringsAt(rule, 'verbs').join(', ')} ${what.join(', ')}`;
}
