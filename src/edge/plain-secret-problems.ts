import { quote } from '../diagnostics/input-error';
import type { Acknowledgement } from '../kubernetes/acknowledgement';
import { secretsInVariable } from '../kubernetes/secrets/text-secrets';

const RULE = 'no-plain-secret-env';

/** Problems of environment variables whose values are secrets that no acknowledgement accepts. No problem contains the secret. */
export function plainSecretProblems(
  container: string,
  env: Readonly<Record<string, string>> = {},
  acknowledgements: ReadonlyArray<Acknowledgement>,
): string[] {
  const accepted = acknowledgements.filter(
    (each) => each.rule === RULE && (each.container === undefined || each.container === container),
  );
  return Object.entries(env).flatMap(([variable, value]) => {
    const isOpen = secretsInVariable(variable, value).some(({ name }) => {
      const found = name === undefined ? variable : `${variable}: ${name}`;
      return !accepted.some((each) => each.value === undefined || each.value === found);
    });
    return isOpen
      ? `environment variable ${quote(variable)} of container ${quote(container)} must not contain a secret, which everyone who reads the manifest can read: use EnvReference.secretKey or MountedFiles.fromSecret, or acknowledge ${RULE}`
      : [];
  });
}
