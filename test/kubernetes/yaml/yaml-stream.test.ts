import * as fc from 'fast-check';
import { LineCounter, parseDocument, stringify } from 'yaml';
import { pointerStep } from '../../../src/kubernetes/manifest';
import { writeYaml } from '../../../src/kubernetes/yaml/write-yaml';
import { readYamlDocuments, readYamlStream } from '../../../src/kubernetes/yaml/yaml-stream';

const only = (text: string): any => {
  const values = readYamlDocuments(text);
  expect(values).toHaveLength(1);
  return values[0];
};

describe('reads a text without quotes as kubectl does', () => {
  // as sigs.k8s.io/yaml 1.6.0 reads it
  test.each<[string, unknown]>([
    ...['y', 'Y', 'yes', 'YES', 'on', 'On', 'true', 'TRUE'].map((t): [string, unknown] => [t, true]),
    ...['n', 'N', 'no', 'No', 'off', 'OFF', 'false'].map((t): [string, unknown] => [t, false]),
    ...['oFF', 'nULL', '1:30', '2020-01-01', '2020-01-01T00:00:00Z', '0x', '0.1.2', '_1', '0b', '1e400', '<<'].map(
      (t): [string, unknown] => [t, t],
    ),
    ...['~', 'null', 'Null', ''].map((t): [string, unknown] => [t, null]),
    ['0755', 493],
    ['0o755', 493],
    ['-0755', -493],
    ['08', 8],
    ['0x1F', 31],
    ['+0x1f', 31],
    ['-0b11', -3],
    ['1_000', 1000],
    ['0_7', 7],
    ['1__2', 12],
    ['+5', 5],
    ['1e3', 1000],
    ['1.', 1],
    ['.5', 0.5],
    ['1.5e+3', 1500],
    ['1_0.5', 10.5],
    ['"yes"', 'yes'],
    ["'0755'", '0755'],
    ['!!str yes', 'yes'],
  ])('%s', (text, value) => {
    expect(only(`a: ${text}\n`)).toEqual({ a: value });
  });

  test('also as a key', () => expect(only('yes: 1\n1: 2\n')).toEqual({ true: 1, 1: 2 }));
});

test('writes out anchors and merge keys, and keeps the keys besides a merge', () => {
  expect(only('a: &a {x: 1, z: 2}\nb:\n  <<: *a\n  z: 3\nc: *a\n')).toEqual({
    a: { x: 1, z: 2 },
    b: { x: 1, z: 3 },
    c: { x: 1, z: 2 },
  });
});

describe('documents', () => {
  test.each<[string, string, unknown[]]>([
    ['nothing', '', [null]],
    ['one without a mark', 'a: 1', [{ a: 1 }]],
    ['a comment above the first mark is not a document', '# c\n\n---\na: 1\n', [{ a: 1 }]],
    ['empty documents count', '---\n---\na: 1\n---\n# c\n---\n', [null, { a: 1 }, null, null]],
    ['a mark can have a comment after it', '--- # c\na: 1\n---\t# d\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['dashes in a text are not a mark', 'a: |\n  x\n  ---\n  y\n---\nb: 1', [{ a: 'x\n---\ny\n' }, { b: 1 }]],
    ['an end mark', 'a: 1\n...\n---\nb: 1\n...\n', [{ a: 1 }, { b: 1 }]],
    ['CRLF', '---\r\na: 1\r\n---\r\nb: 1\r\n', [{ a: 1 }, { b: 1 }]],
    ['a byte order mark', '\ufeffa: 1\n', [{ a: 1 }]],
    ['JSON', '{\n\t"a": "x\\/y",\n\t"b": [1, null]\n}\n', [{ a: 'x/y', b: [1, null] }]],
  ])('%s', (_what, text, values) => {
    expect(readYamlStream(text).documents.map(({ value }) => value)).toEqual(values);
  });

  test('have the bounds of their text', () => {
    const text = '# c\n---\na: 1\n--- # b\nb: 2\n---\nc: [\n---\nd: 1\n...\n';
    expect(readYamlStream(text).documents.map(({ start, end }) => text.slice(start, end))).toEqual([
      '\na: 1\n',
      ' # b\nb: 2\n',
      '\nd: 1\n...\n',
    ]);
  });

  test('that cannot be read do not hide others, and are reported with index and line', () => {
    const { documents, problems } = readYamlStream('a: 1\n---\nb: [\n---\nc: 1\nd: 1\nc: 2\n---\ne: 1\n');
    expect(documents.map(({ index, value }) => [index, value])).toEqual([
      [0, { a: 1 }],
      [3, { e: 1 }],
    ]);
    expect(problems).toEqual([
      { index: 1, line: 3, column: 4, message: 'a flow collection is not closed: add its ] or }' },
      {
        index: 2,
        line: 7,
        column: 1,
        message: 'the key "c" is not unique, and readers disagree about which one counts: delete one',
      },
    ]);
  });
});

describe('rejects', () => {
  const bomb = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
    ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`),
  ].join('\n');
  test.each<[string, string, RegExp]>([
    [
      'a bomb of aliases',
      bomb,
      /^aliases make up more than 98\.5 % of the document, which kubectl rejects: write some out$/,
    ],
    ['a circular alias', 'a: &a [*a]', /circular/],
    ['a value of a Helm template', 'a: {{ .Values.a }}\n', /a key is a mapping, .*; the text may be a template/],
    [
      'a block of a Helm template',
      '{{- if .a }}\na: 1\n{{- end }}\n',
      /; the text may be a template: render it first, as helm template does$/,
    ],
    ['too much nesting', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`, /nesting exceeded/],
    ['NUL', 'a: "\0"', /null byte/],
    ['a tag of a programming language', 'a: !!js/function x', /unknown tag/],
    ['an alias without an anchor', 'a: *b', /unidentified alias "b"/],
    ['a tab as indentation', 'a:\n\tb: 1', /tab/],
  ])('%s', (_what, text, message) => {
    const { documents, problems } = readYamlStream(`x: 1\n---\n${text}\n`);
    expect(documents.map(({ value }) => value)).toEqual([{ x: 1 }]);
    expect(problems).toEqual([
      { index: 1, line: expect.any(Number), column: expect.any(Number), message: expect.stringMatching(message) },
    ]);
  });

  test('a name with a special meaning in JavaScript is an ordinary key', () => {
    const value = only('__proto__: {a: 1}\nconstructor: 2\n');
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(({} as any).a).toBeUndefined();
  });
});

describe('the line of a value', () => {
  const text = [
    '# a comment',
    '---',
    '# another',
    'kind: Pod',
    'spec:',
    '  containers:',
    '    # main',
    '    - name: a',
    '      image: >-',
    '        b',
    '    -',
    '      name: c',
    '      env: [{name: x}, {name: y,',
    '        value: z}]',
    '  "a/b~c": 1',
    '  <<: {d: 1}',
  ].join('\n');
  const [document] = readYamlStream(text).documents;

  test.each([
    ['', 4],
    ['/kind', 4],
    ['/spec/containers', 6],
    ['/spec/containers/0', 8],
    ['/spec/containers/0/image', 9],
    ['/spec/containers/1', 12],
    ['/spec/containers/1/name', 12],
    ['/spec/containers/1/env/1/value', 14],
    ['/spec/a~1b~0c', 15],
    ['/spec/containers/0/securityContext/privileged', 8],
    ['/spec/d', 5],
    ['/nothing', 4],
  ])('at %s', (pointer, line) => expect(document?.lineOf(pointer)).toBe(line));

  test('is right for keys that JavaScript lists first, and for merged keys', () => {
    const keys = Array.from({ length: 20 }, (_, i) => `  k${i}: {z: 1,\n    9: 2}`);
    const [read] = readYamlStream(
      [
        'b: &b',
        '  z: 1',
        '  9: 2',
        'a:',
        '  <<: {1: 1, 0: {2: 3}}',
        '  w: {c: 1,',
        '    d: 2}',
        '  1:',
        '    e: 1',
        '  0: 4',
        '  x: *b',
        'many:',
        ...keys,
      ].join('\n'),
    ).documents;
    const lines = {
      '/b/z': 2,
      '/b/9': 3,
      '/a/w': 6,
      '/a/w/d': 7,
      '/a/1': 8,
      '/a/1/e': 9,
      '/a/0': 10,
      '/a/x/z': 11,
      '/a/0/2': 10,
    };
    for (const [pointer, line] of Object.entries(lines))
      expect([pointer, read?.lineOf(pointer)]).toEqual([pointer, line]);
    expect(read?.lineOf('/many/k19/9')).toBe(52);
    expect(read?.lineOf('/many/k0/z')).toBe(13);
    expect(read?.lineOf('/many/k20')).toBe(12);
  });

  test('is the same as in the reader that keeps every position', () => {
    const key = fc.stringMatching(/^[a-z]{1,5}$/);
    // kubectl reads a question mark and a colon in a flow collection as indicators, but the writer omits the quotes
    const readable = fc.string().filter((text) => !/[?:]/.test(text));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(readable, fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), fc.boolean(), (object, isFlow) => {
        const yaml = stringify(object, { version: '1.1', ...(isFlow && { collectionStyle: 'flow' }) });
        const written = `---\n# c\n---\n${yaml}`;
        const read = readYamlStream(written).documents[1]!;
        expect(read.value).toEqual(JSON.parse(JSON.stringify(object)));
        const lines = new LineCounter();
        const document = parseDocument(yaml, { version: '1.1', lineCounter: lines });
        for (const [first, inner] of Object.entries(object)) {
          const pair = (document.contents as any).items.find((p: any) => String(p.key.value) === first);
          const expected = lines.linePos(pair.key.range[0]).line + 3;
          expect(read.lineOf(pointerStep(first))).toBe(expected);
          if (!Array.isArray(inner) || isFlow) continue;
          for (const [i, item] of inner.entries()) {
            if (typeof item === 'object') continue;
            expect(read.lineOf(`${pointerStep(first)}/${i}`)).toBe(
              lines.linePos(pair.value.items[i].range[0]).line + 3,
            );
          }
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

test('reads back everything that is written', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('y', '0o7', '1:30', '2020-01-01', '1_0', '<<', '~', '.5', '- a', '#'),
  );
  fc.assert(
    fc.property(
      fc.dictionary(text, fc.array(text)),
      fc.constantFrom('1.1' as const, '1.2' as const),
      (value, version) => {
        expect(only(writeYaml(value, { version }))).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});
