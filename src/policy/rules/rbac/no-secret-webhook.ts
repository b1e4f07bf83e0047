import { Severity } from '../../../diagnostics/severity';
import { admissionMatches, asksFor, matchValue } from './admission-match';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { exampleWebhook } from '../../example';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no webhook receives Secrets. */
export const noSecretWebhook = rule({
  id: 'no-secret-webhook',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] },
  title: 'No admission webhook receives Secrets',
  severity: Severity.MEDIUM,
  rationale:
    'The API server sends every Secret that is created or changed to the webhook, with its content. No role shows this access.',
  fix: 'list the resources that the webhook needs, without Secrets',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/'],
  controls: [...nist('4.3.1'), ...cis('5.1.2')],
  check,
  examples: {
    good: [webhook('shop.example', 'sensors'), webhook('', 'pods')],
    bad: [webhook('', 'secrets'), webhook('*', '*')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) return [];
  return admissionMatches(object)
    .filter((match) => asksFor(match, '', ['secrets']))
    .map((match) => ({
      path: match.path,
      value: matchValue(match),
      message: 'the webhook receives every Secret that is created or changed',
    }));
}

function webhook(apiGroup: string, resource: string): string {
  return exampleWebhook({ kind: 'ValidatingWebhookConfiguration', apiGroup, resource, operations: 'CREATE, UPDATE' });
}
