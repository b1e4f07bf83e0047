import { quote } from '../../../diagnostics/input-error';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no manifest contains the content of a Secret. */
export const noSecretManifest = rule({
  id: 'no-secret-manifest',
  topic: Topic.SECRETS,
  scope: 'object',
  title: 'No manifest contains the content of a Secret',
  severity: Severity.MEDIUM,
  rationale:
    'Base64 is not encryption: anyone who can read the manifest, in Git or in an archive, can read the secret.',
  fix: 'let an operator create the Secret from a secret store (External Secrets, Secrets Store CSI), or encrypt the file (SOPS, Sealed Secrets)',
  controls: [...nist('4.1.4')],
  check,
  examples: {
    good: [
      `
apiVersion: v1
kind: Secret
metadata: {name: cloud}
immutable: true
`,
      `
apiVersion: v1
kind: Secret
metadata: {name: cloud}
data: {key: "ENC[AES256_GCM,data:x]"}
sops: {version: "3"}
`,
    ],
    bad: [
      `
apiVersion: v1
kind: Secret
metadata: {name: cloud}
data: {key: aHVudGVyMg==}
`,
      `
apiVersion: v1
kind: Secret
metadata: {name: cloud}
stringData: {key: hunter2}
`,
    ],
  },
});

const FIELDS = ['data', 'stringData'];

function check(object: ObjectSubject): Violation[] {
  // SOPS leaves its own key beside the values that it encrypts
  if (object.kind !== 'Secret' || object.group !== '' || object.valueAt('sops') !== undefined) return [];
  return FIELDS.filter((field) => Object.keys(object.objectAt(field)).length > 0).map((field) => ({
    path: `/${field}`,
    value: `${field}: ${Object.keys(object.objectAt(field)).sort().join(', ')}`,
    message: `Secret ${quote(object.name)} contains its content: ${Object.keys(object.objectAt(field)).join(', ')}`,
  }));
}
