import { secretsInCommand } from '../kubernetes/secrets/command-secrets';
import { secretIn } from '../kubernetes/secrets/secret-value';
import { secretsInTest } from './keys/health-test';
import { secretsInFile, secretsInVariable } from '../kubernetes/secrets/text-secrets';

const MASK = '***';

/** Keys whose words are those of a command. */
const COMMANDS: ReadonlySet<unknown> = new Set(['command', 'entrypoint']);

/** Returns a value of a compose file, with `***` for each text that looks like a secret. */
export function masked(steps: ReadonlyArray<string | number>, value: unknown): unknown {
  const key = steps.at(-1);
  if (typeof value === 'string') return isSecret(steps, value) ? MASK : value;
  if (Array.isArray(value)) {
    const secrets = new Set(secretsInWords(key, value));
    return value.map((item, i) => (secrets.has(i) ? MASK : masked([...steps, i], item)));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked([...steps, name], item)]));
}

/** Returns the words of a list with a secret, by their indexes. */
function secretsInWords(key: string | number | undefined, words: ReadonlyArray<unknown>): number[] {
  if (key === 'test') return secretsInTest(words);
  return COMMANDS.has(key) ? secretsInCommand(words).map(({ word }) => word) : [];
}

function isSecret(steps: ReadonlyArray<string | number>, value: string): boolean {
  const name = String(steps.filter((step) => typeof step === 'string').at(-1) ?? '');
  if (name === 'content') return secretsInFile(String(steps.at(-2) ?? ''), value).length > 0 || steps[0] === 'secrets';
  if (steps.at(-2) === 'environment') return secretsInVariable(name, value).length > 0;
  return secretIn(name, value) !== undefined;
}
