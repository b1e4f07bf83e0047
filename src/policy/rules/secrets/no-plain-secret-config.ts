import { pointerStep } from '../../../kubernetes/manifest';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { secretsInFile } from '../../../kubernetes/secrets/text-secrets';
import { secretViolations, type PlacedSecret } from './secret-violation';
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
  looksAt: { kinds: ['ConfigMap'] },
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
data: {mode: fast, password-file: /secrets/password, app.properties: "db.password=\${DB_PASSWORD}"}
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
data:
  app.properties: |
    db.user=app
    db.password=hunter2
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
  const secrets = [
    ...Object.entries(object.objectAt('data')).flatMap(([key, value]) => inValue('data', key, value)),
    ...Object.entries(object.objectAt('binaryData')).flatMap(([key, value]) =>
      inValue('binaryData', key, typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value),
    ),
  ];
  return secretViolations(secrets);
}

function inValue(field: string, key: string, value: unknown): PlacedSecret[] {
  if (typeof value !== 'string') return [];
  const path = `/${field}${pointerStep(key)}`;
  return secretsInFile(key, value).map((secret) => ({ ...secret, holder: key, path }));
}
