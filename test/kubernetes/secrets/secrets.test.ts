import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretsInCommand } from '../../../src/kubernetes/secrets/command-secrets';
import { TOKEN_FORMS, tokenFormIn } from '../../../src/kubernetes/secrets/token-form';
import { secretsInFile, secretsInVariable } from '../../../src/kubernetes/secrets/text-secrets';
import {
  OTHER_COMMANDS,
  OTHER_FILES,
  OTHER_VARIABLES,
  SECRET_COMMANDS,
  SECRET_FILES,
  SECRET_VARIABLES,
} from './secrets';

test.each(SECRET_VARIABLES)('the variable %s with the value %j is a secret', (name, value) => {
  expect(secretsInVariable(name, value)).toHaveLength(1);
});

test.each(OTHER_VARIABLES)('the variable %s with the value %j is not secret', (name, value) => {
  expect(secretsInVariable(name, value)).toEqual([]);
});

test.each(SECRET_COMMANDS)('the command %j contains a secret, %s', (words, name) => {
  expect(secretsInCommand(words).map((each) => each.name)).toEqual([name]);
});

test.each(OTHER_COMMANDS.map((words) => [words]))('the command %j contains no secret', (words) => {
  expect(secretsInCommand(words)).toEqual([]);
});

test.each(SECRET_FILES)('the file %s with %j contains a secret, %s', (key, text, name) => {
  expect(secretsInFile(key, text).map((each) => each.name)).toEqual([name]);
});

test.each(OTHER_FILES)('the file %s with %j contains no secret', (key, text) => {
  expect(secretsInFile(key, text)).toEqual([]);
});

describe('each form of a token', () => {
  test.each(TOKEN_FORMS)('$what is recognised by its form: $pattern', ({ what, example }) => {
    for (const text of [example, `a ${example} b`, `key: "${example}"`, `x=${example},`])
      expect(tokenFormIn(text)).toBe(what);
  });

  test.each(TOKEN_FORMS.filter(({ pattern }) => pattern.startsWith('(?<!') && !pattern.includes('tcp')))(
    '$what is not recognised within a longer word: $pattern',
    ({ example }) => {
      expect(tokenFormIn(`task_${example}`)).toBe(undefined);
    },
  );

  test('is not recognised without its last part', () => {
    for (const { example, what } of TOKEN_FORMS)
      expect([what, tokenFormIn(example.slice(0, 6))]).toEqual([what, undefined]);
  });

  test('is not recognised if all its characters are the same', () => {
    expect(tokenFormIn(`ghp_${'x'.repeat(36)}`)).toBe(undefined);
    expect(tokenFormIn(`AKIA${'X'.repeat(16)}`)).toBe(undefined);
  });
});

describe('the page about secrets', () => {
  const page = readFileSync(join(__dirname, '../../../docs/secrets.md'), 'utf8');
  const names = page.slice(page.indexOf('## Names'), page.indexOf('## Commands'));
  const rows = [...names.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|/gm)].map(([, secret, other]) => [secret!, other!]);
  const found = (assignment: string): number => {
    const end = assignment.indexOf('=');
    return secretsInVariable(assignment.slice(0, end), assignment.slice(end + 1)).length;
  };

  test.each(rows)('says rightly that %s is a secret, and %s is not', (secret, other) => {
    expect([found(secret), found(other)]).toEqual([1, 0]);
  });

  test('has examples, and every form of a token', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const { what } of TOKEN_FORMS) expect(page).toContain(`| ${what} `);
  });
});
