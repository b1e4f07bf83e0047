import { isObject, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { isBinding } from './role-rule';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { subjectName } from './subject-name';

/** Checks that the default service account has no role. */
export const noRoleForDefaultAccount = rule({
  id: 'no-role-for-default-account',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  title: 'The service account default has no role',
  severity: Severity.MEDIUM,
  rationale: 'Every pod that does not set a service account uses default, and gets its roles.',
  fix: 'create a ServiceAccount for the app, set it in the pod, and bind the role to it',
  controls: [...nist('4.3.2'), ...cis('5.1.5')],
  check,
  examples: {
    good: [example('{kind: ServiceAccount, name: sensor, namespace: edge}')],
    bad: [
      example('{kind: ServiceAccount, name: default, namespace: edge}'),
      example('{kind: User, name: "system:serviceaccount:edge:default"}'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isBinding(object)) return [];
  const role = object.textAt('roleRef', 'name') ?? '';
  return object.listAt('subjects').flatMap((subject, i) => {
    if (!isObject(subject) || !isDefaultAccount(subject)) return [];
    const message = `the service account default gets the role ${role}, and so does every pod that does not set a service account`;
    return [{ path: `/subjects/${i}/name`, value: subjectName(subject), message }];
  });
}

/** True if a subject of a binding is a service account with the name default, by its kind or as a user. */
function isDefaultAccount({ kind, name }: JsonObject): boolean {
  if (kind === 'User') return typeof name === 'string' && /^system:serviceaccount:[^:]*:default$/.test(name);
  return kind === 'ServiceAccount' && name === 'default';
}

function example(subject: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: sensor, namespace: edge}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: sensor}
subjects: [${subject}]
`;
}
