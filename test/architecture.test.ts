import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import * as ts from 'typescript';

const SRC = resolve(__dirname, '../src');

/** Rooms that hold facts and words, and that every other room may import. */
const GROUND = ['diagnostics', 'host'];

const PROFILES = ['apparmor', 'seccomp'];

/** Rooms of pure functions over manifests. */
const CORE = [...GROUND, 'kubernetes', ...PROFILES, 'hardening'];

/** Rooms that each room may import, beside itself. Rooms that come later stand here already. */
const MAY_IMPORT: Readonly<Record<string, ReadonlyArray<string>>> = {
  diagnostics: [],
  host: ['diagnostics'],
  kubernetes: GROUND,
  apparmor: [...GROUND, 'kubernetes'],
  seccomp: [...GROUND, 'kubernetes'],
  hardening: [...GROUND, 'kubernetes', ...PROFILES],

  // what judges manifests, and knows no construct
  policy: [...GROUND, 'kubernetes', ...PROFILES],
  admission: [...GROUND, 'kubernetes', 'policy'],
  diff: [...GROUND, 'kubernetes', 'policy'],
  report: [...GROUND, 'kubernetes', 'policy', 'diff'],
  validation: [...GROUND, 'kubernetes', 'policy', 'report'],

  // what makes manifests, and does not judge them
  network: [...GROUND, 'kubernetes'],
  'supply-chain': [...GROUND, 'kubernetes'],
  isolation: [...GROUND, 'kubernetes'],
  edge: [...CORE, 'network', 'supply-chain', 'isolation'],
  delivery: [...CORE, 'supply-chain', 'edge'],
  parsec: [...CORE, 'edge'],
  gateway: [...CORE, 'edge'],
  demo: [...CORE, 'network', 'supply-chain', 'edge', 'delivery', 'parsec'],
  compose: [...CORE, 'network', 'supply-chain', 'edge'],
  fleet: [...CORE, 'edge', 'gateway'],
  'app-package': CORE,
};

/** Rooms and files on top: they may import every room, and only these may import them. */
const ON_TOP: Readonly<Record<string, ReadonlyArray<string>>> = {
  cli: [],
  'index.ts': ['main.ts'],
  'main.ts': [],
};

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
  return file.split('/')[0];
}

function allowed({ from, to }: Import): boolean {
  if (room(from) === room(to)) return true;
  if (room(to) in ON_TOP) return ON_TOP[room(to)].includes(room(from));
  return room(from) in ON_TOP || (MAY_IMPORT[room(from)] ?? []).includes(room(to));
}

test('every file is in a room of the table', () => {
  const named = [...Object.keys(MAY_IMPORT), ...Object.keys(ON_TOP)];
  expect(files.filter((file) => !named.includes(room(file)))).toEqual([]);
});

test('the table itself has no circle', () => {
  const done = new Set<string>();
  for (let before = -1; before !== done.size;) {
    before = done.size;
    for (const [each, uses] of Object.entries(MAY_IMPORT)) if (uses.every((used) => done.has(used))) done.add(each);
  }
  expect(Object.keys(MAY_IMPORT).filter((each) => !done.has(each))).toEqual([]);
});

test('imports between rooms point one way', () => {
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((each) => !allowed(each)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test.each([
  ['apparmor', 'delivery/apparmor-loader.ts'],
  ['policy', 'edge/secure-edge-app.ts'],
  ['policy', 'delivery/seccomp-installer.ts'],
  ['edge', 'cli/secure-edge.ts'],
  ['edge', 'policy/engine.ts'],
  ['kubernetes', 'apparmor/profile.ts'],
  ['apparmor', 'hardening/harden.ts'],
  ['hardening', 'edge/identity.ts'],
  ['report', 'edge/identity.ts'],
  ['network', 'index.ts'],
  ['host', 'kubernetes/syntax.ts'],
])('%s must not import %s', (from, to) => {
  expect(allowed({ from: `${from}/x.ts`, to })).toBe(false);
});
