import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** No role makes tokens. */
export const noTokenCreation = roleRule({
  id: 'no-token-creation',
  topic: Topic.RBAC,
  title: 'No role makes tokens of service accounts',
  severity: Severity.HIGH,
  rationale: 'Who makes a token is that service account, from anywhere, until the token ends.',
  fix: 'name the service accounts in resourceNames',
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
