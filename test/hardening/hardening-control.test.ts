import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_EFFECTS, CONTROL_NAMES } from '../../src/hardening/hardening-control';

const page = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

test('docs/harden.md has the table of all controls', () => {
  const [, table = ''] = /<!-- controls -->\n([\s\S]*?)<!-- end of controls -->/.exec(page('docs/harden.md')) ?? [];
  const cells = table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(cells).toEqual(
    CONTROL_NAMES.map((name) => {
      const { sets, breaks, leaves } = CONTROL_EFFECTS[name];
      return [`\`${name}\``, sets, breaks, leaves];
    }),
  );
});

test('the help of the command has the names of all controls', () => {
  const names = CONTROL_NAMES.map((name, i) => (i === CONTROL_NAMES.length - 1 ? ` or ${name}` : `, ${name}`)).join('');
  expect(page('src/cli/harden.ts')).toContain(`control to leave out: ${names.slice(2)}; repeatable`);
});
