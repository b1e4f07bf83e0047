import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** No role reads all secrets. */
export const noSecretAccess = roleRule({
  id: 'no-secret-access',
  topic: Topic.RBAC,
  title: 'No role reads the secrets of a whole namespace',
  severity: Severity.HIGH,
  rationale:
    'Who reads secrets has the passwords, keys and tokens of every app there, service accounts with more rights among them.',
  fix: 'name the secrets in resourceNames, or mount them as files instead',
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
