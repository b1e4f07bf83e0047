import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLines } from '../../../scripts/docs/command-lines';

const folder = mkdtempSync(join(tmpdir(), 'command-lines-'));
const program = join(folder, 'secure-edge');

beforeAll(() => {
  const help = `#!/bin/sh
case "$*" in
  '--help') echo 'Usage: secure-edge [options] [command]' ;;
  'check --help') printf 'Usage: secure-edge check [options] <path...>\\n  --pack <name>\\n  --no-acknowledgements\\n' ;;
  *) exit 2 ;;
esac
`;
  writeFileSync(program, help);
  chmodSync(program, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

function exitCode(text: string): number | null {
  return spawnSync('bash', ['-euo', 'pipefail', '-c', new CommandLines(text).script()]).status;
}

test.each([
  ['true', 0],
  ['false', 1],
  ['false   # exit code 1', 0],
  ['(exit 2) # exit code 1', 1],
  ['true # exit code 1', 1],
  ['(exit 2)   # nothing to see: exit code 2\ntrue', 0],
  ['false # exit code 1\nfalse', 1],
])('%j ends with %d', (text, expected) => {
  expect(exitCode(text)).toBe(expected);
});

test.each([
  ['npx secure-edge check a --pack x   # --unknown in a comment', undefined],
  ['cat a | secure-edge check - --no-acknowledgements', undefined],
  ['secure-edge check a \\\n  --pack=x', undefined],
  ['secure-edge check a --packs x', 'secure-edge check a --packs x: unknown option --packs'],
  ['secure-edge review a', 'secure-edge review a: unknown command review'],
  ['npm run docs && npm run dox', 'npm run dox: package.json has no script dox'],
])('the problem of %j is %j', (text, problem) => {
  expect(new CommandLines(text).problem(program)).toBe(problem);
});
