import { isObject, stringAt } from '../../../kubernetes/manifest';
import type { ContainerSubject } from '../../subject/container-subject';
import type { Violation } from '../../violation';
import { secretsInVariable } from '../../../kubernetes/secrets/text-secrets';
import { secretViolations } from './secret-violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that the value of an environment variable is not a secret. */
export const noPlainSecretEnv = rule({
  id: 'no-plain-secret-env',
  topic: Topic.SECRETS,
  scope: 'container',
  looksAt: { fields: ['env'] },
  title: 'The value of an environment variable is not a secret',
  severity: Severity.HIGH,
  rationale:
    'The manifest is in Git, in the API server for everyone who can read pods, and in every copy of either, so the secret is exposed.',
  fix: 'mount a Secret as a file, and replace the secret with a new one, because this one is exposed',
  controls: [...nist('4.1.4'), ...cis('5.4.1'), ...nsa('C-0012')],
  check,
  examples: {
    good: [
      examplePod({
        container:
          'env: [{name: MODE, value: fast}, {name: TLS_SECRET, value: web-tls}, {name: TOKEN_TTL, value: 24h}, {name: PASSWORD_FILE, value: /secrets/password}, {name: TOKEN, value: /secrets/token}]',
      }),
      examplePod({ container: 'env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: cloud, key: password}}}]' }),
    ],
    bad: [
      examplePod({ container: 'env: [{name: DB_PASSWORD, value: hunter2}]' }),
      examplePod({ container: 'env: [{name: ID, value: AKIAABCDEFGHIJKLMNOP}]' }),
      examplePod({ container: 'env: [{name: DATABASE_URL, value: "postgres://app:hunter2@db.example/app"}]' }),
    ],
  },
});

function check(container: ContainerSubject): Violation[] {
  const secrets = container.listAt('env').flatMap((variable, i) => {
    const value = isObject(variable) ? variable['value'] : undefined;
    if (!isObject(variable) || typeof value !== 'string') return [];
    const holder = stringAt(variable, 'name') ?? '';
    return secretsInVariable(holder, value).map((secret) => ({ ...secret, holder, path: `/env/${i}/value` }));
  });
  return secretViolations(secrets);
}
