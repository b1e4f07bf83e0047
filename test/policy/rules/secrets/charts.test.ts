import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECRETS_RULES } from '../../../../src/policy/rules/secrets/secrets-rules';
import { findingsOf } from '../../judging';
import { CHARTS } from './charts';

const ROOT = join(__dirname, '../../../..');
const PLAIN = SECRETS_RULES.filter(({ id }) => id.startsWith('no-plain-secret'));

function found(yaml: string): string[] {
  return findingsOf(PLAIN, yaml).map(({ rule, path, message }) => `${rule} ${path}: ${message}`);
}

test.each(Object.entries(CHARTS))('the chart of an %s has no plain secret', (_, manifests) => {
  expect(manifests.flatMap(found)).toEqual([]);
});

test('no manifest of this repository has a plain secret', () => {
  const files = ['dist', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => /(^|\/)dist\/.*\.ya?ml$/.test(file))
      .map((file) => join(ROOT, file)),
  );
  expect(files.length).toBeGreaterThan(12);
  expect(files.flatMap((file) => found(readFileSync(file, 'utf8')))).toEqual([]);
});
