import * as fc from 'fast-check';
import { pointerStep } from '../../../src/kubernetes/manifest';
import { KUBECTL } from '../../../src/kubernetes/yaml/dialect';
import { SharedBlocks } from '../../../src/kubernetes/yaml/shared-blocks';
import { readYamlStream, type YamlStream } from '../../../src/kubernetes/yaml/yaml-stream';

type Json = { readonly [key: string]: any };

const shared = (text: string): YamlStream => readYamlStream(text, KUBECTL, { shared: new SharedBlocks() });

const specs = (text: string): unknown[] => shared(text).documents.map(({ value }) => (value as Json)['spec']);

/** Pointers of all values in a value. */
function pointersIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([key, each]) => pointersIn(each, pointer + pointerStep(key)))];
}

/** All that a reader returns, with the line of each value. */
function outcome({ documents, problems }: YamlStream): unknown {
  const read = documents.map(({ value, index, start, end, lineOf }) => {
    const lines = pointersIn(value).map((pointer) => [pointer, lineOf(pointer)]);
    return { value: JSON.stringify(value), index, start, end, lines };
  });
  return { read, problems };
}

const POD = 'spec:\n  containers:\n    - name: web\n      image: a:1\n';

test('reads the same spec of several documents once, each with its own lines', () => {
  const text = `kind: Pod\n${POD}---\n\nkind: Pod\nname: b\n${POD}status: 1\n`;
  const [first, second] = shared(text).documents;
  expect((second?.value as Json)['spec']).toBe((first?.value as Json)['spec']);
  expect([first, second].map((each) => each?.lineOf('/spec/containers/0/image'))).toEqual([5, 13]);
  expect(second?.lineOf('/status')).toBe(14);
});

test('shares blocks among texts', () => {
  const blocks = new SharedBlocks();
  const [a, b] = [POD, `# b\n${POD}`].map((text) => readYamlStream(text, KUBECTL, { shared: blocks }).documents[0]);
  expect((a?.value as Json)['spec']).toBe((b?.value as Json)['spec']);
  expect(b?.lineOf('/spec/containers/0/name')).toBe(4);
});

test('keeps blocks that are used among many that are not', () => {
  const others = (n: number): string =>
    Array.from({ length: 1_500 }, (_, i) => `spec:\n  a: ${n}-${i}\n`).join('---\n');
  const found = specs([POD, others(1), POD, others(2), POD, others(3), POD].join('---\n'));
  expect(new Set(found.filter((spec) => (spec as Json)['containers'] !== undefined)).size).toBe(1);
});

test.each([
  ['an alias', 'a: &a 1\nspec:\n  x: *a\n'],
  ['an anchor', 'spec:\n  x: &a 1\n'],
  ['a text in quotes that ends outside the indentation', 'spec:\n  x: "a\nb"\n  y: {z: 1}\n'],
  ['keys that JavaScript sorts', 'spec:\n  b: 1\n  1: 2\n'],
])('does not share a block with %s', (_, text) => {
  const [first, second] = specs(`${text}---\n${text}`);
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});

test('counts the levels of a shared block', () => {
  const deep = `${'['.repeat(190)}${']'.repeat(190)}`;
  const block = (column: number): string => `${' '.repeat(column)}spec:\n${' '.repeat(30)}x: ${deep}\n`;
  const outer = Array.from({ length: 15 }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
  const text = `${block(0)}---\n${outer}${block(15)}`;
  expect(shared(text).problems.map(({ message }) => message)).toEqual([expect.stringContaining('nesting exceeded')]);
});

test('counts the values of a shared block', () => {
  const block = `spec:\n  x: [${'v, '.repeat(4_000)}]\n`;
  const aliases = `a: &a [${'v, '.repeat(200)}]\nb: [${'*a, '.repeat(300)}]\n`;
  const text = `${block}---\n${block}${aliases}`;
  expect(readYamlStream(aliases).problems).toHaveLength(1);
  expect(shared(text).problems).toEqual([]);
});

const LINE = fc.constantFrom(
  'a: 1',
  'b: text',
  'c:',
  '- x',
  '- y: 1',
  '-',
  '"d": "e',
  'f"',
  "g: 'h",
  "i'",
  'j: |',
  'k: >-',
  'l: [m,',
  'n]',
  'o: {p: q}',
  '# comment',
  '',
  'r: &s 1',
  't: *s',
  '<<: *s',
  '1: 2',
  '? u',
  ': v',
  'spec:',
  'annotations:',
  'w',
  '...',
  '\tx: 1',
);

const LINES = fc.array(fc.tuple(fc.nat(4), LINE), { minLength: 1, maxLength: 8 });

const BLOCKS = fc.array(
  fc.oneof(
    LINES.map((lines) => lines.map(([column, line]) => `${' '.repeat(column)}${line}\n`).join('')),
    fc.constantFrom(
      '    a: 1\n    c:\n      - x\n',
      '  b: |\n    text\n\n',
      '  spec:\n    a: 1\n',
      '  a: 1\n# x\n  b: x\n',
    ),
  ),
  { minLength: 1, maxLength: 3 },
);

const HEADS = fc.constantFrom(
  'spec:\n',
  'a: &s 1\nspec:\n',
  '  spec:\n',
  'x:\n  annotations:\n',
  '- spec:\n',
  '? spec\n:\n',
);

test('returns what it returns without sharing', () => {
  const parts = BLOCKS.chain((blocks) =>
    fc.array(
      fc.tuple(
        HEADS,
        fc.constantFrom(...blocks),
        fc.oneof(
          LINES.map(() => ''),
          LINE,
        ),
      ),
      {
        minLength: 2,
        maxLength: 6,
      },
    ),
  );
  fc.assert(
    fc.property(parts, (documents) => {
      const text = documents.map(([head, block, rest]) => `${head}${block}${rest}`).join('\n---\n');
      expect(outcome(shared(text))).toEqual(outcome(readYamlStream(text)));
    }),
    { numRuns: 1_000 },
  );
});
