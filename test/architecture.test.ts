import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as ts from 'typescript';

const SRC = resolve(__dirname, '../src');

const PROFILES = ['apparmor', 'seccomp'];

/** The constructs that bring profiles to the nodes live beside the profiles, and count as rooms of their own. */
const DELIVERY = ['apparmor/loader.ts', 'seccomp/installer.ts'];
const CONSTRUCTS = ['edge', 'parsec', 'network', 'supply-chain', 'isolation', 'fleet', 'demo', ...DELIVERY];
const BELOW_CONSTRUCTS = ['kubernetes', ...PROFILES, 'hardening'];

/** What reads and judges the text of a profile, and knows no construct. */
const PROFILE_LINTS = [
  'apparmor/apparmor-file.ts',
  'apparmor/lint.ts',
  'apparmor/lint/subject.ts',
  'apparmor/parser-version.ts',
  'apparmor/syntax-error.ts',
  'seccomp/seccomp-file.ts',
  'seccomp/syntax-error.ts',
];

/** What the files of a room may import beside their own: other rooms, or single files of them. */
const MAY_IMPORT: Record<string, string[]> = {
  diagnostics: [],
  host: [],
  kubernetes: [],
  ...each(PROFILES, ['kubernetes']),
  hardening: ['kubernetes', ...PROFILES],
  policy: ['kubernetes', ...PROFILE_LINTS],
  admission: ['kubernetes', 'policy'],
  report: ['kubernetes', 'policy'],
  ...each(CONSTRUCTS, [...BELOW_CONSTRUCTS, ...CONSTRUCTS, 'policy/acknowledgement.ts']),
  'app-package': ['kubernetes', 'hardening'],
  compose: [...BELOW_CONSTRUCTS, ...CONSTRUCTS, 'policy/acknowledgement.ts'],
};

/** Rooms and files on top: they may import whatever they like, and only what stands here may import them. */
const ON_TOP: Record<string, string[]> = {
  cli: [],
  'cdk8s-plugin.ts': ['index.ts'],
  'policy-validation.ts': ['index.ts'],
  'construct-acknowledgements.ts': ['policy-validation.ts'],
  'index.ts': ['main.ts'],
  'main.ts': [],
};

/** Rooms and files that every room may import. */
const FOR_ALL = ['diagnostics', 'host', 'input-error.ts', 'nearest-word.ts', 'severity.ts'];

function each(rooms: string[], allowed: string[]): Record<string, string[]> {
  return Object.fromEntries(rooms.map((room) => [room, allowed]));
}

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const imports = files.flatMap((from) =>
  ts
    .preProcessFile(readFileSync(join(SRC, from), 'utf8'))
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name): Import => ({ from, to: target(from, name) }))
    .filter(({ to }) => !to.startsWith('..')),
);

/** The file that a relative import means, as a path below src/. */
function target(from: string, name: string): string {
  const path = relative(SRC, resolve(SRC, dirname(from), name));
  return [`${path}.ts`, join(path, 'index.ts')].find((file) => files.includes(file)) ?? path;
}

function room(file: string): string {
  return DELIVERY.includes(file) ? file : file.split('/')[0];
}

function allowed({ from, to }: Import): boolean {
  if (room(from) === room(to) || [to, room(to)].some((name) => FOR_ALL.includes(name))) return true;
  if (room(to) in ON_TOP) return ON_TOP[room(to)].includes(room(from));
  return room(from) in ON_TOP || [to, room(to)].some((name) => MAY_IMPORT[room(from)]?.includes(name));
}

test('every file of src is in a room that the table of arrows names', () => {
  const named = [...Object.keys(MAY_IMPORT), ...Object.keys(ON_TOP), ...FOR_ALL];
  expect(files.filter((file) => !named.includes(room(file)))).toEqual([]);
});

test('arrows between rooms point one way', () => {
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((each) => !allowed(each)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test.each([
  ['apparmor', 'apparmor/loader.ts'],
  ['policy', 'edge/secure-edge-app.ts'],
  ['policy', 'apparmor/loader.ts'],
  ['policy', 'seccomp/profile.ts'],
  ['edge', 'cli/secure-edge.ts'],
  ['edge', 'policy/engine.ts'],
  ['diagnostics', 'kubernetes/manifest.ts'],
  ['kubernetes', 'apparmor/profile.ts'],
  ['apparmor', 'hardening/harden.ts'],
  ['hardening', 'edge/identity.ts'],
  ['report', 'edge/identity.ts'],
  ['network', 'index.ts'],
])('%s must not import %s', (from, to) => {
  expect(allowed({ from: `${from}/x.ts`, to })).toBe(false);
});
