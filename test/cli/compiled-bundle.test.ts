import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFor, BUNDLES, CODE_EXTENSION, codeCache, compiledBundle } from '../../src/cli/compiled-bundle';

const FOLDER = mkdtempSync(join(tmpdir(), 'compiled-bundle-'));
const CODE = join(FOLDER, BUNDLES.check + CODE_EXTENSION);
/** Source of a bundle that multiplies by a digit. */
const times = (digit: number): string =>
  `(function (require) { function times(n) { return ${digit} * n; } return times(require.n); })`;

afterAll(() => rmSync(FOLDER, { recursive: true }));

function write(source: string): void {
  writeFileSync(join(FOLDER, `${BUNDLES.check}.js`), source);
}

function load(): { isRejected: boolean | undefined; result: unknown } {
  const { script, run } = compiledBundle(FOLDER, BUNDLES.check);
  const result: unknown = (run as (require: unknown) => unknown)({ n: 21 });
  return { isRejected: script.cachedDataRejected, result };
}

/** Writes the compiled code of a bundle that multiplies by 2. */
function writeCode(): void {
  rmSync(CODE, { force: true });
  write(times(2));
  const { script, run } = compiledBundle(FOLDER, BUNDLES.check);
  (run as (require: unknown) => unknown)({ n: 1 });
  writeFileSync(CODE, codeCache(script));
}

beforeEach(writeCode);

// the sources differ, because V8 remembers what it compiled in a process; V8 itself compares only their length
test('uses the compiled code beside the bundle', () => {
  write(times(3));
  expect(load()).toEqual({ isRejected: false, result: 42 });
});

test('compiles the bundle without compiled code', () => {
  rmSync(CODE);
  write(times(4));
  expect(load()).toEqual({ isRejected: undefined, result: 84 });
});

test('does not use the code that another build of Node.js compiled', () => {
  const content = readFileSync(CODE);
  const end = content.indexOf('\n');
  const other = content.toString('utf8', 0, end).replace(process.versions.node, '20.99.0');
  writeFileSync(CODE, Buffer.concat([Buffer.from(other), content.subarray(end)]));
  write(times(5));
  expect(load()).toEqual({ isRejected: undefined, result: 105 });
});

test.each([
  ['empty', 6, (): Buffer => Buffer.alloc(0)],
  ['cut', 7, (content: Buffer): Buffer => content.subarray(0, content.length - 200)],
  ['without code', 8, (content: Buffer): Buffer => content.subarray(0, content.indexOf('\n') + 1)],
])('compiles the bundle if the compiled code is %s', (_, digit, change) => {
  writeFileSync(CODE, change(readFileSync(CODE)));
  write(times(digit));
  expect(load().result).toBe(21 * digit);
});

test('compiles a bundle that is longer than the one the code is for', () => {
  write(times(90));
  expect(load()).toEqual({ isRejected: true, result: 1890 });
});

test('chooses the small bundle for only the command check', () => {
  expect(bundleFor(['--debug', 'check', 'harden'])).toBe(BUNDLES.check);
  for (const args of [[], ['--help'], ['harden', 'check'], ['chek']]) expect(bundleFor(args)).toBe(BUNDLES.all);
});
