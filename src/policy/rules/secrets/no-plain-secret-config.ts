import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { isSecretText } from '../../../kubernetes/secret-text';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no ConfigMap contains a secret. */
export const noPlainSecretConfig = rule({
  id: 'no-plain-secret-config',
  topic: Topic.SECRETS,
  scope: 'object',
  title: 'No ConfigMap contains a secret',
  severity: Severity.HIGH,
  rationale:
    'More people can read ConfigMaps than Secrets, and the manifest is in Git and in every copy of it, so the secret is exposed.',
  fix: 'move the value to a Secret that is not in Git, and replace the secret with a new one, because this one is exposed',
  controls: [...nist('4.1.4'), ...cis('5.4.1'), ...nsa('C-0012')],
  check,
  examples: {
    good: [
      `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {mode: fast, password-file: /secrets/password}
`,
    ],
    bad: [
      `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {password: hunter2}
`,
      `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {key.pem: "-----BEGIN EC PRIVATE KEY-----"}
`,
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (object.kind !== 'ConfigMap' || object.group !== '') return [];
  return Object.entries(object.objectAt('data'))
    .filter(([name, value]) => isSecretText(name, value))
    .map(([name]) => ({
      path: `/data${pointerStep(name)}`,
      value: name,
      message: `the value of ${quote(name)} looks like a secret`,
    }));
}
