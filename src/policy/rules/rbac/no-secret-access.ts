import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role reads all Secrets of a namespace. */
export const noSecretAccess = roleRule({
  id: 'no-secret-access',
  topic: Topic.RBAC,
  title: 'No role reads all Secrets of a namespace',
  severity: Severity.HIGH,
  rationale:
    'Anyone who can read Secrets has the passwords, keys and tokens of every app there, including service accounts with more rights.',
  fix: 'list the Secrets in resourceNames, or mount them as files instead',
  controls: [...nist('4.3.1'), ...cis('5.1.2')],
  grants: [{ groups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
  examples: {
    good: [
      exampleRole('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
      exampleRole('{apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [cloud]}'),
      exampleRole('{apiGroups: [""], resources: [secrets], verbs: [create]}'),
    ],
    bad: [
      exampleRole("{apiGroups: [''], resources: [secrets], verbs: [list], resourceNames: ['']}"),
      exampleRole('{apiGroups: [""], resources: [secrets], verbs: [get]}'),
      exampleRole('{apiGroups: ["*"], resources: [pods, secrets], verbs: ["*"]}', { kind: 'Role' }),
    ],
  },
});
