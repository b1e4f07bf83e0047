import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import * as ts from 'typescript';
import { ON_TOP, ROOMS, withRooms } from '../scripts/docs/rooms';

const SRC = resolve(__dirname, '../src');

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const imports = files.flatMap((from) =>
  modulesNamedIn(from)
    .filter((name) => name.startsWith('.'))
    .map((name): Import => ({ from, to: target(from, name) }))
    .filter(({ to }) => !to.startsWith('..')),
);

/** Returns the modules that a file imports: by a declaration, by an import type or by a call. */
function modulesNamedIn(file: string): string[] {
  const found: string[] = [];
  // ts.preProcessFile is faster, but it misses every import after some regular expressions
  visit(ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest));
  return found;

  function visit(node: ts.Node): void {
    const name = moduleNameOf(node);
    if (name !== undefined && ts.isStringLiteral(name)) found.push(name.text);
    ts.forEachChild(node, visit);
  }
}

function moduleNameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  const isImportCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImportCall ? node.arguments[0] : undefined;
}

/** Returns the file that a relative import refers to, as a path below src/. */
function target(from: string, name: string): string {
  const path = relative(SRC, resolve(SRC, dirname(from), name));
  return [`${path}.ts`, join(path, 'index.ts')].find((file) => files.includes(file)) ?? path;
}

function room(file: string): string {
  return file.split('/')[0]!;
}

function allowed({ from, to }: Import): boolean {
  if (room(from) === room(to)) return true;
  const users = ON_TOP[room(to)];
  if (users) return users.includes(room(from));
  return room(from) in ON_TOP || (ROOMS[room(from)]?.mayImport ?? []).includes(room(to));
}

/** Returns the groups of files that import each other in a circle, each sorted (Tarjan's strongly connected components). */
function circles(): string[][] {
  const targets = new Map(files.map((file) => [file, [] as string[]]));
  for (const { from, to } of imports) targets.get(from)?.push(to);
  const order = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  for (const file of files) if (!order.has(file)) visit(file);
  return found;

  /** Returns the earliest file, by order of visit, that is on the stack and can be reached from this one. */
  function visit(file: string): number {
    const own = order.size;
    order.set(file, own);
    stack.push(file);
    let earliest = own;
    for (const next of targets.get(file) ?? []) {
      if (!order.has(next)) earliest = Math.min(earliest, visit(next));
      else if (stack.includes(next)) earliest = Math.min(earliest, order.get(next) ?? own);
    }
    if (earliest === own) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle.sort());
    }
    return earliest;
  }
}

test('every file is in a room of the table', () => {
  const named = [...Object.keys(ROOMS), ...Object.keys(ON_TOP)];
  expect(files.filter((file) => !named.includes(room(file)))).toEqual([]);
});

test('the table itself has no circle', () => {
  const done = new Set<string>();
  for (let before = -1; before !== done.size;) {
    before = done.size;
    for (const [each, { mayImport }] of Object.entries(ROOMS))
      if (mayImport.every((used) => done.has(used))) done.add(each);
  }
  expect(Object.keys(ROOMS).filter((each) => !done.has(each))).toEqual([]);
});

test('imports between rooms point one way', () => {
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((each) => !allowed(each)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('only the subjects import each other in a circle, because each leads to the others', () => {
  const subjects = ['container-subject', 'manifest-set', 'object-subject', 'pod-subject', 'renderings'];
  expect(circles()).toEqual([subjects.map((name) => `policy/subject/${name}.ts`)]);
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

test('docs/architecture.md shows the table', () => {
  const page = readFileSync(resolve(__dirname, '../docs/architecture.md'), 'utf8');
  // prettier pads the columns of a table
  const withoutPadding = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
  expect(withoutPadding(page)).toBe(withoutPadding(withRooms(page)));
});

describe('the tests mirror the sources', () => {
  const tests = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const folders = new Set(['.', 'docs', ...files.map((file) => dirname(file)).flatMap(withParents)]);

  test('each is in a folder of src/ or scripts/', () => {
    const strangers = tests.filter((file) => !folders.has(dirname(file)));
    expect(strangers.filter((file) => !existsSync(resolve(__dirname, '..', dirname(file))))).toEqual([]);
  });

  test('one with the name of a single source of its room is in the folder of that source', () => {
    const misplaced = tests.filter((file) => {
      const source = basename(file).replace('.test.ts', '.ts');
      const [found, another] = files.filter((each) => room(each) === room(file) && basename(each) === source);
      return found !== undefined && another === undefined && dirname(found) !== dirname(file);
    });
    expect(misplaced).toEqual([]);
  });
});

function withParents(folder: string): string[] {
  return folder === '.' ? [] : [folder, ...withParents(dirname(folder))];
}
