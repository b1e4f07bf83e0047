import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as packages from '../src/app-package/limits';
import { LIMITED_READERS } from '../scripts/docs/limits';

const page = readFileSync(join(__dirname, '../docs/limits.md'), 'utf8').replace(/ +/g, ' ');

test.each(LIMITED_READERS.flatMap(({ name, limits }) => limits.map((limit) => [name, limit.what, limit] as const)))(
  'the page has the value in the code: %s: %s',
  (name, _what, limit) => {
    const [section = ''] = page.slice(page.indexOf(`## ${name}`) + 1).split('\n## ');
    expect(section).toContain(`| ${limit.what} | ${limit.value} |`);
  },
);

test('the code of packages has no limit that the page lacks', () => {
  const listed = LIMITED_READERS.flatMap(({ limits }) => limits.map(({ value }) => value)).join();
  const numbers = Object.entries(packages).filter(([, value]) => typeof value === 'number');
  const forms = (value: number): string[] =>
    [value, value / 1_000, ...[1, 2, 3].map((power) => value / 1024 ** power)].map((n) => n.toLocaleString('en-US'));
  expect(numbers.filter(([, value]) => !forms(value as number).some((form) => listed.includes(form)))).toEqual([]);
});
