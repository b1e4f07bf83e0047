import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv';
import { Command } from 'commander';
import { addCheck } from '../../src/cli/check';
import { CONFIG_KEYS, readConfig } from '../../src/cli/config-file';
import { configMayNamePackFile } from '../../src/cli/config-packs';
import { configured } from '../../src/cli/configured';
import { runCheck, type CheckOptions } from '../../src/cli/run-check';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';

const ROOT = path.join(__dirname, '../..');
const SCHEMA = JSON.parse(fs.readFileSync(path.join(ROOT, 'schemas/secure-edge.schema.json'), 'utf8'));
const isValid = new Ajv().compile(SCHEMA);

let folder: string;
const before = process.cwd();
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true, force: true });
});

const FULL = `$schema: ./node_modules/cdk8s-secure-edge/schemas/secure-edge.schema.json
packs: [edge, ./own.js]
kubernetes:
  default: "1.30"
  dist/edge*: izuma-edge
appArmor: yes
exclude: charts/**
excludeKinds: [argoproj.io/Workflow]
failOn: medium
neverAccept: [no-privileged]
crds: [crds]
acknowledgements: false
baseline: known.json
`;

function read(text: string, name = '.secure-edge.yaml'): object {
  fs.mkdirSync(path.dirname(name), { recursive: true });
  fs.writeFileSync(name, text);
  return readConfig(name === '.secure-edge.yaml' ? undefined : name);
}

test('a file with the other extension, and a link to no file, are errors: their settings would be lost', () => {
  expect(readConfig()).toEqual({});
  fs.writeFileSync('.secure-edge.yml', 'neverAccept: [no-privileged]\n');
  expect(() => readConfig()).toThrow('rename it to .secure-edge.yaml, or run with --no-config');
  expect(readConfig(false)).toEqual({});
  expect(readConfig('.secure-edge.yml')).toEqual({ neverAccept: ['no-privileged'] });
  fs.symlinkSync('nowhere', '.secure-edge.yaml');
  expect(() => readConfig()).toThrow('cannot be read: does not exist');
});

test('a file can have every setting', () => {
  expect(read(FULL)).toEqual({
    packs: ['edge', './own.js'],
    kubernetes: [{ name: '1.30' }, { glob: 'dist/edge*', name: 'izuma-edge' }],
    appArmor: 'yes',
    exclude: ['charts/**'],
    excludeKinds: ['argoproj.io/Workflow'],
    failOn: 'medium',
    neverAccept: ['no-privileged'],
    crds: ['crds'],
    acknowledgements: false,
    baseline: 'known.json',
  });
  expect(Object.keys(SCHEMA.properties).filter((key) => key !== '$schema')).toEqual(CONFIG_KEYS);
  expect(Object.keys(readConfig())).toEqual(CONFIG_KEYS);
});

test('paths of packs, CRDs and the baseline are relative to the file', () => {
  const { packs, crds, baseline, exclude } = read(FULL, 'settings/edge.yaml') as Record<string, unknown>;
  expect([packs, crds, baseline, exclude]).toEqual([
    ['edge', 'settings/own.js'],
    ['settings/crds'],
    'settings/known.json',
    ['charts/**'],
  ]);
});

test('without a file, or with --no-config, settings are missing', () => {
  expect(readConfig()).toEqual({});
  fs.writeFileSync('.secure-edge.yaml', FULL);
  expect(readConfig(false)).toEqual({});
  expect(() => readConfig('none.yaml')).toThrow('none.yaml: cannot be read: does not exist');
});

test.each([
  '',
  '# nothing\n',
  'packs: cis\n',
  'kubernetes: v1.30.2\n',
  'appArmor: no\n',
  'appArmor: unknown\n',
  'kubernetes: latest\n',
])('the file %j is valid', (text) => {
  expect(() => read(text)).not.toThrow();
  for (const value of readYamlDocuments(text)) expect(value === null || isValid(value)).toBe(true);
});

test.each<[string, RegExp]>([
  [
    'pack: edge\n',
    /^\.secure-edge\.yaml: line 1, column 1: pack is not a setting; must be one of packs, .*did you mean "packs"\?$/,
  ],
  [
    '# x\nfailOn: high\nexcludeKind:\n  - a\n',
    /line 3, column 1: excludeKind is not a setting.*did you mean "excludeKinds"\?/,
  ],
  ['failOn: hgh\n', /line 1, column 1: failOn must be critical, high, medium or low, got "hgh": did you mean "high"\?/],
  [
    'kubernetes: 1.30\n',
    /kubernetes must be a target, or a map of globs to targets, such as "1\.30" in quotes .*got 1\.3$/,
  ],
  ['kubernetes: "1.99"\n', /kubernetes must be 1\.0 to 1\.37, latest or izuma-edge, got "1\.99"/],
  ['kubernetes: {"": "1.30"}\n', /kubernetes must be a target, or a map/],
  ['kubernetes: {a: [x]}\n', /kubernetes must be a target, or a map/],
  ['exclude: [a, 1]\n', /exclude must be a list of texts, got 1/],
  ['exclude: []\n', /exclude must be a list of texts, got \[\]/],
  ['baseline: ""\n', /baseline must be a text, got ""/],
  ['acknowledgements: "no"\n', /acknowledgements must be true or false, got "no"/],
  ['appArmor: maybe\n', /appArmor must be yes, no or unknown, got "maybe"/],
  ['constructor: x\n', /constructor is not a setting/],
  ['[a]\n', /^\.secure-edge\.yaml:1:1: must be one map of settings$/],
])('the file %j is an error', (text, message) => {
  expect(() => read(text)).toThrow(message);
  for (const value of readYamlDocuments(text)) if (text !== 'kubernetes: "1.99"\n') expect(isValid(value)).toBe(false);
});

test('all problems are reported at once, and an unreadable file with line and column', () => {
  expect(() => read('a: 1\nb: 2\n')).toThrow(/2 problems[^]*line 1, column 1: a is[^]*line 2, column 1: b is/);
  expect(() => read('a: b: c\n')).toThrow(/^\.secure-edge\.yaml:1:\d+: /);
  expect(() => read('a: 1\n---\nb: 2\n')).toThrow(/^\.secure-edge\.yaml:3:1: must be one map of settings/);
});

describe('options of a command', () => {
  async function options(...args: string[]): Promise<Record<string, unknown>> {
    const program = new Command().exitOverride();
    addCheck(program, () => undefined);
    const check = program.commands[0]!;
    let all: Record<string, unknown> = {};
    check.action(() => {
      all = configured<Record<string, unknown>>(check);
    });
    await program.parseAsync(['check', 'in', ...args], { from: 'user' });
    return all;
  }

  test('have the settings of the file where the command line has none', async () => {
    fs.writeFileSync('.secure-edge.yaml', FULL);
    expect(await options()).toMatchObject({
      pack: ['edge', './own.js'],
      apparmor: 'yes',
      failOn: 'medium',
      acknowledgements: false,
      baseline: 'known.json',
      exclude: ['charts/**'],
      excludeKind: ['argoproj.io/Workflow'],
      neverAccept: ['no-privileged'],
      configuredTargets: [{ name: '1.30' }, { glob: 'dist/edge*', name: 'izuma-edge' }],
    });
  });

  test('come before the settings of the file, and lists of exceptions add to them', async () => {
    fs.writeFileSync('.secure-edge.yaml', FULL);
    const args = [
      '--pack',
      'cis',
      '--fail-on',
      'high',
      '--apparmor',
      'no',
      '--exclude',
      'a',
      '--never-accept',
      'run-as-user',
    ];
    expect(await options(...args)).toMatchObject({
      pack: ['cis'],
      apparmor: 'no',
      failOn: 'high',
      exclude: ['charts/**', 'a'],
      neverAccept: ['no-privileged', 'run-as-user'],
    });
  });

  test.each<[string, string[], RegExp]>([
    ['packs: edgy\n', [], /^secure-edge check: packs in \.secure-edge\.yaml must be one of .*did you mean "edge"\?$/],
    ['packs: cis\n', ['--pack', 'edgy'], /^secure-edge check: --pack must be one of/],
    ['neverAccept: [x]\n', [], /: neverAccept in \.secure-edge\.yaml must contain ids of rules, got "x"/],
    [
      'neverAccept: [x]\n',
      ['--never-accept', 'run-as-user'],
      /: --never-accept or neverAccept in \.secure-edge\.yaml must/,
    ],
    ['excludeKinds: x\n', [], /: excludeKinds in \.secure-edge\.yaml must contain kinds as GROUP\/KIND/],
    ['crds: none\n', [], /: crds in \.secure-edge\.yaml: none: does not exist$/],
    ['packs: cis\n', ['--crds', 'none'], /: --crds: none: does not exist$/],
  ])('with the settings %j and %j, an error names its source', async (text, args, message) => {
    fs.writeFileSync('.secure-edge.yaml', text);
    const all = (await options(...args)) as unknown as CheckOptions;
    await expect(runCheck([], all)).rejects.toThrow(message);
  });

  test('ignore the file with --no-config', async () => {
    fs.writeFileSync('.secure-edge.yaml', FULL);
    expect(await options('--no-config')).toMatchObject({
      pack: [],
      failOn: 'high',
      exclude: [],
      configuredTargets: [],
    });
  });
});

test('a file that may name the file of a pack is seen before it is read', () => {
  fs.writeFileSync('own.yaml', FULL);
  expect(['--config=own.yaml', '--config own.yaml'].map((args) => configMayNamePackFile(args.split(' ')))).toEqual([
    true,
    true,
  ]);
  expect([configMayNamePackFile(['check']), configMayNamePackFile(['--config', 'none.yaml'])]).toEqual([false, false]);
  fs.writeFileSync('.secure-edge.yaml', 'packs: cis\n');
  expect(configMayNamePackFile(['check'])).toBe(false);
});
