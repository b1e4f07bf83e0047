import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyCommand, createProgram } from '../../src/cli/program';
import { bashCompletion } from '../../src/cli/completion/bash';
import { completionsOf, type Completion } from '../../src/cli/completion/completion';
import { fishCompletion } from '../../src/cli/completion/fish';
import { zshCompletion } from '../../src/cli/completion/zsh';
import { CONTROL_NAMES } from '../../src/hardening/hardening-control';
import { TARGET_CHOICES } from '../../src/kubernetes/target';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { comparison } from '../comparison';

/** Returns `test` for a shell of the machine. */
function testIn(shell: string): jest.It {
  const isInstalled = spawnSync(shell, ['--version']).status === 0;
  return comparison(isInstalled, `completed in ${shell}: ${shell} is missing (apt-get install ${shell})`);
}

const KNOWN = {
  rule: BuiltInRules.all().map(({ id }) => id),
  pack: BuiltInPacks.all().map(({ name }) => name),
  control: CONTROL_NAMES,
  target: TARGET_CHOICES,
};

let completions: Completion[];
let folder: string;
beforeAll(async () => {
  completions = completionsOf(await createProgram([], () => undefined), KNOWN);
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  writeFileSync(join(folder, 'bash'), bashCompletion(completions));
  writeFileSync(join(folder, 'zsh'), zshCompletion(completions));
  writeFileSync(join(folder, 'secure-edge.fish'), fishCompletion(completions));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('every command and each of its options can be completed', async () => {
  const commands = everyCommand(await createProgram([], () => undefined));
  expect(completions).toHaveLength(commands.length);
  const pack = completions.find(({ path }) => path === ' package pack');
  expect(pack?.options.flatMap(({ names }) => names)).toEqual(
    expect.arrayContaining(['--output', '--app-version', '--color', '--debug', '--help']),
  );
});

/** Command lines, the last word of which is completed, with some of the words offered. */
const CASES: ReadonlyArray<[string[], string[]]> = [
  [['che'], ['check']],
  [['check', '--form'], ['--format']],
  [
    ['check', 'a.yaml', '--format', 'j'],
    ['json', 'junit'],
  ],
  [
    ['check', '--pack', 'pss-'],
    ['pss-baseline', 'pss-restricted'],
  ],
  [
    ['check', '--never-accept', 'no-priv'],
    ['no-privileged', 'no-privilege-escalation'],
  ],
  [
    ['rules', 'no-host-p'],
    ['no-host-path', 'no-host-ports'],
  ],
  [['--color', 'always', 'package', 'pa'], ['pack']],
  [['package', 'pack', '--name', 'inspect', '--app'], ['--app-version']],
  [
    ['harden', '--skip', 'se'],
    ['seccomp', 'service-account-token', 'service-links'],
  ],
  [['check', '--kubernetes', 'iz'], ['izuma-edge']],
  [
    ['harden', '--kubernetes', '1.3'],
    ['1.30', '1.37'],
  ],
  [['identity', 'as'], ['assign']],
  [['completion', 'f'], ['fish']],
];

function offered(program: string, args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder },
  });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.split('\n').filter((line) => line !== '');
}

const inBash = (words: string[]): string[] => {
  const line = ['secure-edge', ...words].map((word) => `'${word}'`).join(' ');
  const script = `. ${folder}/bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _secure_edge; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return offered('bash', ['--norc', '-c', script]);
};

describe('bash', () => {
  test.each(CASES)('completes %j to %j', (words, wanted) => {
    expect(inBash(words)).toEqual(expect.arrayContaining(wanted));
    expect(inBash(words).every((word) => word.startsWith(words.at(-1) ?? ''))).toBe(true);
  });

  test('completes a value after an equals sign, which is a word of its own', () => {
    expect(inBash(['check', '--format', '=', 'sa'])).toEqual(['sarif']);
    expect(inBash(['check', '--format', '='])).toContain('html');
  });

  test('leaves paths to the completion of files', () => {
    expect(inBash(['check', 'man'])).toEqual([]);
    expect(inBash(['check', '--output', ''])).toEqual([]);
    expect(bashCompletion(completions)).toMatch(/\ncomplete -o default -F _secure_edge secure-edge\n$/);
  });
});

// the functions by which zsh shows completions exist only while it completes
const inZsh = (words: string[]): string[] => {
  const line = ['secure-edge', ...words].map((word) => `'${word}'`).join(' ');
  const script = `
    compdef() { :; }
    compadd() { shift; for each in "$@"; do [[ $each == \${PREFIX}* ]] && print -r -- $each; done; return 0; }
    _describe() { for each in $rows; do word=\${each%%:*}; [[ $word == \${PREFIX}* ]] && print -r -- $word; done; return 0; }
    _files() { print -r -- files; }
    compset() { PREFIX=\${PREFIX#*=}; }
    . ${folder}/zsh
    words=(${line}); CURRENT=${words.length + 1}; PREFIX='${words.at(-1) ?? ''}'
    _secure_edge`;
  return offered('zsh', ['-f', '-c', script]);
};

describe('zsh', () => {
  testIn('zsh')('completes each command line', () => {
    for (const [words, wanted] of CASES) expect([words, inZsh(words)]).toEqual([words, expect.arrayContaining(wanted)]);
    expect(inZsh(['check', '--format=sa'])).toEqual(['sarif']);
    expect(inZsh(['check', '--output', ''])).toEqual(['files']);
    expect(inZsh(['check', 'man'])).toEqual(['files']);
  });
});

const inFish = (words: string[]): string[] => {
  const script = `source ${folder}/secure-edge.fish; complete -C ${JSON.stringify(['secure-edge', ...words].join(' '))}`;
  return offered('fish', ['--no-config', '-c', script]).map((line) => line.split('\t', 1)[0] ?? '');
};

describe('fish', () => {
  testIn('fish')('completes each command line', () => {
    for (const [words, wanted] of CASES)
      expect([words, inFish(words)]).toEqual([words, expect.arrayContaining(wanted)]);
  });
});

test('the scripts are valid in their shells', () => {
  expect(() => execFileSync('bash', ['-n', join(folder, 'bash')])).not.toThrow();
});
