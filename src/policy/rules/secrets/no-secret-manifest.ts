import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { isPlaceholder } from '../../../kubernetes/secrets/placeholder';
import { isSecretReference } from '../../../kubernetes/secrets/secret-reference';
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
  looksAt: { kinds: ['Secret'] },
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
      `
apiVersion: v1
kind: Secret
metadata: {name: cloud}
stringData: {key: "\${KEY}", password: "<path:secret/data/cloud#password>"}
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

function check(object: ObjectSubject): Violation[] {
  // SOPS leaves its own key beside the values that it encrypts
  if (object.kind !== 'Secret' || object.group !== '' || object.valueAt('sops') !== undefined) return [];
  const plain = object.objectAt('stringData');
  const encoded = Object.entries(object.objectAt('data')).filter(([key]) => !Object.hasOwn(plain, key));
  return [
    ...encoded.filter(([, value]) => isContent(decoded(value))).map(([key]) => violationAt(object, 'data', key)),
    ...Object.entries(plain)
      .filter(([, value]) => isContent(value))
      .map(([key]) => violationAt(object, 'stringData', key)),
  ];
}

function violationAt(object: ObjectSubject, field: string, key: string): Violation {
  return {
    path: `/${field}${pointerStep(key)}`,
    value: key,
    message: `Secret ${quote(object.name)} contains the value of ${quote(key)}`,
  };
}

/** Returns false for a value that is empty, is replaced before the manifest is applied, or is public. */
function isContent(value: unknown): boolean {
  if (typeof value !== 'string') return value !== null;
  const text = value.trim();
  return text !== '' && !isPlaceholder(text) && !isSecretReference(text);
}

function decoded(value: unknown): unknown {
  return typeof value === 'string' && !isPlaceholder(value) ? Buffer.from(value, 'base64').toString('utf8') : value;
}
