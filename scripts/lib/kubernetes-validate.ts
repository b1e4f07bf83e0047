import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command';
import { cached, ROOT } from './repository';

/** Lock files of the validators, and the program that asks one. */
export const SCHEMAS = join(ROOT, 'scripts/schemas');

/** The Python that has the validator of a lock file installed, in an environment of its own. */
export function pythonWith(requirements: string): string {
  const lock = join(SCHEMAS, requirements);
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex').slice(0, 12);
  const environment = cached(`${requirements.replace('.txt', '')}-${digest}`, (folder) => {
    command('python3', ['-m', 'venv', folder]);
    command(join(folder, 'bin/pip'), ['install', '--quiet', '--no-compile', '--require-hashes', '--requirement', lock]);
  });
  return join(environment, 'bin/python');
}
