import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** Checks that no role creates service account tokens. */
export const noTokenCreation = roleRule({
  id: 'no-token-creation',
  topic: Topic.RBAC,
  title: 'No role creates service account tokens',
  severity: Severity.HIGH,
  rationale: 'Anyone who can create a token can act as that service account from anywhere, until the token expires.',
  fix: 'list the service accounts in resourceNames',
  controls: [...nist('4.3.1', '4.3.2'), ...cis('5.1.13')],
  grants: [{ groups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
  examples: {
    good: [exampleRole('{apiGroups: [""], resources: [serviceaccounts], verbs: [get]}')],
    bad: [
      exampleRole('{apiGroups: [""], resources: ["*/token"], verbs: [create]}'),
      exampleRole('{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]}'),
    ],
  },
});
