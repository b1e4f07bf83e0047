import * as fc from 'fast-check';
import { isCollection, isScalar, parseAllDocuments, parseDocument, visit } from 'yaml';
import { Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { hardenYaml as hardened, type HardenedYaml } from '../../src/hardening/harden-yaml';
import { readYamlDocuments, readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { MOST_CONTAINERS_OF_POD } from '../../src/kubernetes/pods';
import { manifest } from './arbitrary-manifests';

const posture = new Posture();
const target = Target.kubernetes('1.27');
const read = (text: string): any[] => parseAllDocuments(text, { version: '1.1' }).map((d) => d.toJS());

/** Hardens a text, and throws if the result has no text. */
function hardenYaml(text: string, by: Posture, to: Target): Required<HardenedYaml> {
  const done = hardened(text, by, to);
  if (done.text === undefined) throw new Error(done.problems.map(({ message }) => message).join());
  return { ...done, text: done.text };
}

const POD = `# for the gateway in the hall
apiVersion: v1
kind: Pod
metadata:
  name: door # opens it
spec:
  containers:
    # the one that listens
    - name: door
      image: registry.example/door:1 # pinned next week
      securityContext:
        runAsUser: 7
`;

test('keeps every line of the author, and fills the gaps', () => {
  const { text, problems } = hardenYaml(POD, posture, target);
  expect(problems).toEqual([]);
  expect(addedOnly(POD, text)).toBe(true);
  expect(read(text)).toEqual([harden(read(POD)[0], posture, target)]);
});

/** Returns true if another text contains the lines of a text, in their order. */
function addedOnly(before: string, after: string): boolean {
  const lines = after.split('\n');
  return before.split('\n').every((line) => lines.splice(0, lines.indexOf(line) + 1).at(-1) === line);
}

const CONTAINER = 'containers:\n      - name: a\n        image: b\n';

describe('fills a gap in the style of the text', () => {
  test.each<[string, string, string[]]>([
    [
      'lists that are not indented',
      `spec:\n      ${CONTAINER}`,
      ['\n            drop:\n            - ALL\n', '\n      volumes:\n      - emptyDir:\n'],
    ],
    [
      'lists that are indented',
      `spec:\n      ${CONTAINER.replace(/^ {6}/gm, '        ')}`,
      ['\n              drop:\n                - ALL\n', '\n      volumes:\n        - emptyDir:\n'],
    ],
    [
      'in braces',
      'spec: {containers: [{name: a, image: b}]}\n',
      ['capabilities: {drop: [ALL]}', ', automountServiceAccountToken: false'],
    ],
    [
      'before a trailing comment',
      `spec:\n      ${CONTAINER}        # the last\n      # of all\n`,
      ['runAsNonRoot: true', '\n        # the last\n      # of all\n'],
    ],
    [
      'after a block scalar',
      `spec:\n      ${CONTAINER}        args:\n        - |+\n          x\n\n`,
      ['- |+\n          x\n\n        securityContext:'],
    ],
    [
      'instead of an empty value',
      `spec:\n      ${CONTAINER}        securityContext: # none yet\n`,
      ['securityContext: # none yet\n          allowPrivilegeEscalation: false'],
    ],
    [
      'instead of an empty map',
      `spec:\n      ${CONTAINER}        securityContext: {}\n`,
      ['securityContext:\n          allowPrivilegeEscalation: false'],
    ],
    [
      'without a final line break',
      `spec:\n      ${CONTAINER.trimEnd()}`,
      ['        image: b\n        securityContext:'],
    ],
    [
      'with a comment on the last line',
      `spec:\n      ${CONTAINER.trimEnd()} # c`,
      ['        image: b # c\n        securityContext:'],
    ],
  ])('%s', (_what, spec, filled) => {
    const before = `apiVersion: apps/v1\nkind:   Deployment # odd spaces\nspec:\n  template:\n    ${spec}`;
    const { text, problems } = hardenYaml(before, posture, target);
    expect(problems).toEqual([]);
    expect(text).toContain('kind:   Deployment # odd spaces');
    for (const piece of filled) expect(text).toContain(piece);
    expect(readYamlDocuments(text)).toEqual([harden(readYamlDocuments(before)[0] as any, posture, target)]);
    expect(hardenYaml(text, posture, target).text).toBe(text);
  });
});

test('keeps CRLF line ends', () => {
  const before = POD.replace(/\n/g, '\r\n');
  const { text } = hardenYaml(`${before}---\r\n${before}`, posture, target);
  expect(text.match(/(?<!\r)\n/g)).toBeNull();
  expect(addedOnly(`${before}---\r\n${before}`, text)).toBe(true);
});

test('hardens every manifest in every style, and changes nothing the second time', () => {
  const manner = fc.record({
    indentSeq: fc.boolean(),
    indent: fc.constantFrom(2, 3, 4),
    flow: fc.nat(12),
    comment: fc.nat(12),
    isDos: fc.boolean(),
    endsLine: fc.boolean(),
  });
  let inPlace = 0;
  fc.assert(
    fc.property(manifest, manner, (m, { indentSeq, indent, flow, comment, isDos, endsLine }) => {
      const document = parseDocument(JSON.stringify(m), { version: '1.1' });
      let nodes = 0;
      visit(document, {
        Node: (role, node) => {
          nodes += 1;
          if (isScalar(node)) node.type = undefined;
          else if (isCollection(node)) node.flow = node.items.length === 0 || nodes % 13 < flow - 8;
          if (role === 'value' && nodes % 13 === comment) node.comment = ` ${nodes}`;
          if (role === 'value' && nodes % 17 === comment && !isScalar(node)) node.commentBefore = ` ${nodes}`;
        },
      });
      const lf = document.toString({ indentSeq, indent, lineWidth: 0 });
      const ended = endsLine ? lf : lf.trimEnd();
      const text = isDos ? ended.replace(/\n/g, '\r\n') : ended;
      const { text: hardened, problems } = hardenYaml(text, posture, target);
      expect(problems).toEqual([]);
      expect(readYamlDocuments(hardened)).toEqual([harden(m as any, posture, target)]);
      expect(hardenYaml(hardened, posture, target).text).toBe(hardened);
      if (addedOnly(endsLine ? text : `${text}${isDos ? '\r' : ''}`, hardened)) inPlace += 1;
    }),
    { seed: 1, numRuns: 60 },
  );
  expect(inPlace).toBeGreaterThan(20);
});

test('changes no byte of a hardened text', () => {
  const once = hardenYaml(`${POD}---\n${POD}`, posture, target).text;
  expect(read(once)).toHaveLength(2);
  expect(hardenYaml(once, posture, target).text).toBe(once);
});

test('keeps every byte of a text without gaps', () => {
  const text = 'kind:   ConfigMap\napiVersion: v1\ndata: {a: \'x\',   b: "y"}\n\n# the end\n';
  expect(hardenYaml(text, posture, target).text).toBe(text);
});

test('reports a broken document with its line, keeps it, and hardens the others', () => {
  const { text, problems } = hardenYaml(`${POD}---\nfoo: [\n---\n${POD}`, posture, target);
  expect(problems).toMatchObject([{ line: 14, message: expect.stringContaining('flow collection') }]);
  expect(text).toContain('foo: [');
  expect(text.match(/runAsNonRoot: true/g)).toHaveLength(2);
});

describe('a document with aliases', () => {
  const spec = (containers: string): string => `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${containers}`;

  test('gets a gap of one value only in its place', () => {
    const text = spec(`    - &c { name: one, image: a }\n    - { <<: *c, name: two }\n`);
    const hardened = read(hardenYaml(text, posture, target).text)[0];
    expect(hardened.spec.containers.map((c: any) => c.volumeMounts[0].name)).toEqual(['tmp-one', 'tmp-two']);
  });

  test('keeps its comments, its anchors and its merges', () => {
    const text = spec(
      '    # first\n    - &c\n      name: one # one\n      image: a\n    # second\n    - <<: *c\n      name: two\n      env: []\n',
    );
    const { text: hardened } = hardenYaml(text, posture, target);
    expect(addedOnly(text, hardened)).toBe(true);
    const [first, second] = hardened.split('    # second\n');
    expect(first).toContain('      securityContext:\n');
    // the same value comes with the merge
    expect(second).not.toContain('allowPrivilegeEscalation');
    expect(second).toContain('      volumeMounts:\n        - mountPath: /tmp\n          name: tmp-two\n');
  });

  test('keeps an alias whose value does not change, and writes out the others', () => {
    const text = `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: &i b\n    securityContext: &s {runAsUser: 0}\n  - name: c\n    image: *i # same\n    securityContext: *s\n  - name: d\n    securityContext: {capabilities: &none {}}\n  - name: e\n    command: [sudo]\n    securityContext: {runAsUser: 1, capabilities: *none}\n`;
    const { text: hardened } = hardenYaml(text, posture, target);
    expect(hardened).toContain('    image: *i # same\n    securityContext: *s\n');
    expect(hardened).toContain('capabilities: &none {drop: [ALL]}');
    expect(hardened).toContain('securityContext: {runAsUser: 1, capabilities: *none, ');
    const own = text.replace('command: [sudo]', 'command: [sudo]\n    x: {y: *none}');
    expect(hardenYaml(own, posture, target).text).toContain('x: {y: {}}');
  });

  test('stays as it is if it has no gaps', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: &a   x\n  b: *a\n';
    expect(hardenYaml(text, posture, target).text).toBe(text);
  });

  test('keeps the order of merges that YAML defines', () => {
    const text = spec(
      '    - <<: [{name: a, image: b}, {image: c, tty: true}]\n      stdin: &yes true\n      tty: *yes\n',
    );
    const [{ spec: hardened }] = read(hardenYaml(text, posture, target).text);
    expect(hardened.containers[0]).toMatchObject({ name: 'a', image: 'b', stdin: true, tty: true });
  });
});

describe('the hardened text has the same values as the text, plus the filled gaps', () => {
  const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n${spec}`;
  const one = '  containers: [{name: a, image: b}]\n';

  test.each<[string, string]>([
    ['a merge of a map in place', pod(`  <<: {volumes: [{name: v, emptyDir: {}}], hostPID: true}\n${one}`)],
    [
      'a merge in a container',
      pod('  containers:\n  - <<: {name: a, securityContext: {privileged: true}}\n    image: b\n'),
    ],
    ['an anchor without an alias', pod(`  securityContext: &s {runAsUser: 1}\n${one}`)],
    [
      'an alias as a key',
      pod(`  nodeSelector: {*k : ssd}\n${one}`).replace('{name: a}', '{name: a, labels: {&k disk: x}}'),
    ],
    ['an alias of a string', pod('  containers:\n  - &c {name: &n a, image: b}\n  - {name: x, image: *n}\n')],
    ['an anchor that is set twice', pod('  containers:\n  - {name: &n a, image: *n}\n  - {name: &n b, image: *n}\n')],
    ['keys that are not strings', pod(`  nodeSelector: {0755: a, yes: b, 1_0: d}\n${one}`)],
    ['a key with a question mark', pod(`  ? hostPID\n  : true\n${one}`)],
    [
      'a key without a value',
      pod(`  securityContext\n  :\n${one}`).replace('securityContext\n  :', 'securityContext:'),
    ],
    ['null in braces', pod('  {containers: [{name: a, securityContext: ~, volumeMounts: null}], securityContext: }\n')],
    [
      'null instead of a value on one line',
      pod(`  automountServiceAccountToken: # c\n  enableServiceLinks: ~\n${one}`),
    ],
    ['a tag', pod(`  hostPID: !!bool "true"\n  securityContext: !!map {}\n${one}`)],
    [
      'strings on several lines',
      pod(`${one}  hostname: "a\n    b\\\n    c"\n  subdomain: 'a\n\n    b'\n  x: a\n    b\n`),
    ],
    ['a block at the end', pod(`${one}  hostname: |+\n    a\n\n`)],
    ['a folded block at the end', pod(`${one}  hostname: >2-\n      a\n    b\n`)],
    ['comments everywhere', pod(`${one}  # a\n\n# b\n   # c\n`).replace(/\n/g, ' # d\n')],
    ['an end mark', `${pod(one)}...\n# end\n`],
    ['a mark with a comment', `--- # first\n${pod(one)}--- # second\n${pod(one)}`],
    ['empty documents', `---\n---\n${pod(one)}---\n---\n# nothing\n`],
    ['a byte order mark', `\ufeff${pod(one)}`],
    [
      'a byte order mark before JSON',
      '\ufeff{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a"}]}}',
    ],
    ['CRLF', pod(`${one}  hostname: |\n    a\n    b\n`).replace(/\n/g, '\r\n')],
    [
      'texts in quotes whose lines are not indented',
      `${pod(`${one}  hostname: 'a\n  b\n  c'\n  x: "d \\\n e"\n`)}---\napiVersion: v1\nkind: ConfigMap\ndata:\n  x: 'a\n  b'\n`,
    ],
    ['a list in a list', pod('  x:\n  - - a\n    - b\n  containers:\n  -   name: a\n      image: b\n')],
    ['an empty value at the end of braces', pod('  {containers: [{name: a, image: }], x: }\n')],
    ['a trailing comma', pod('  {containers: [{name: a,},],}\n')],
    ['a key without a value in braces', pod('  {containers: [{name: a, tty}]}\n')],
    ['a pair in brackets', pod('  {containers: [{name: a, x: [b: c]}]}\n')],
    ['braces over several lines', pod('  {\n    containers: [ # c\n      {name: a # d\n      }\n    ]\n  }\n')],
    [
      'an anchor before a block',
      pod('  securityContext: &s\n    runAsUser: 1\n  containers: &c\n  - &d\n    name: a\n'),
    ],
    ['a tag before an empty map', pod('  containers:\n  - name: a\n    securityContext: !!map {}\n')],
    ['tabs between tokens', pod('  containers:\t# c\n  - name:\ta\n')],
    ['no end of line', pod('  containers:\n  - name: a\n    securityContext:')],
    [
      'a namespace of a cluster-scoped kind',
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  namespace: x # c\n  name: a\n',
    ],
    [
      'a namespace of a cluster-scoped kind in braces',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, namespace: x}\n',
    ],
    ['a namespace as the only key in braces', 'apiVersion: v1\nkind: Namespace\nmetadata: {namespace: x}\n'],
    ['a namespace as the only key in a block', 'apiVersion: v1\nkind: Namespace\nmetadata:\n  namespace: x\n'],
    ['items without a type', 'apiVersion: v1\nkind: PodList\nitems:\n- spec: {containers: [{name: a}]}\n'],
    ['keys that every JavaScript object has', pod(`${one}  constructor: {toString: 1}\n  hasOwnProperty: x\n`)],
    [
      'a bundle of JSON',
      'kind: Bundle\napiVersion: fleet.cattle.io/v1alpha1\nspec:\n  resources:\n  - {name: a.json, content: \'{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "x\\u2028  hostPID: true"}]}}\'}\n',
    ],
    [
      'a bundle with a comment after its content',
      `kind: Bundle\napiVersion: fleet.cattle.io/v1alpha1\nspec:\n  resources:\n  - content: ${JSON.stringify(pod(one))} # c\n    name: a.yaml\n`,
    ],
    [
      'a bundle with its content in a block scalar',
      `kind: Bundle\napiVersion: fleet.cattle.io/v1alpha1\nspec:\n  resources:\n  - content: | # c\n${pod(one).replace(/^/gm, '      ').trimEnd()}\n    name: a.yaml\n`,
    ],
  ])('%s', (_what, text) => {
    const before = readYamlStream(text);
    expect(before.problems).toEqual([]);
    const { text: filled, problems } = hardenYaml(text, posture, target);
    expect(problems).toEqual([]);
    const after = readYamlStream(filled);
    const wanted = before.documents.map(({ value }) => value && harden(value as any, posture, target));
    expect(wanted).not.toEqual(before.documents.map(({ value }) => value));
    expect(after.documents.map(({ value }) => value)).toEqual(wanted);
    expect(hardenYaml(filled, posture, target).text).toBe(filled);
  });

  test('replaces the content of a bundle, and keeps every other byte', () => {
    const text = `# c\nkind:   Bundle\napiVersion: fleet.cattle.io/v1alpha1\nspec:\n  resources:\n  - content: ${JSON.stringify(pod(one))} # d\n    name:   a.yaml\n`;
    const { text: filled } = hardenYaml(text, posture, target);
    expect(filled).toMatch(/^# c\nkind: {3}Bundle\n/);
    expect(filled).toContain('  - content: | # d\n      apiVersion: v1\n');
    expect(filled).toMatch(/\n    name: {3}a\.yaml\n$/);
  });

  test('deletes a key, and no other line', () => {
    const text = 'apiVersion: v1\nkind:   Namespace\nmetadata:\n  # c\n  namespace: x # d\n  name:   a # e\n';
    expect(hardenYaml(text, posture, target).text).toBe(text.replace('  namespace: x # d\n', ''));
  });
});

describe('rejects a document with its line, and returns no text,', () => {
  test('for a number that JavaScript would round, if it must be written again', () => {
    const pod = (rest: string): string =>
      `# c\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    securityContext: &s {runAsUser: 9007199254740993}\n${rest}`;
    expect(hardenYaml(pod(''), posture, target).text).toContain('runAsUser: 9007199254740993, ');
    const rejected = hardened(pod('x: {y: *s}\n'), posture, target);
    expect(rejected.text).toBeUndefined();
    expect(rejected.problems).toEqual([
      { line: 3, message: expect.stringMatching(/its number 9007199254740992 could be rounded: set the missing/) },
    ]);
  });

  test('for aliases that stand for too many values, if they must be written out', () => {
    const list = `[${'x, '.repeat(1000)}]`;
    const text = (aliases: number): string =>
      `apiVersion: v1\nkind: Pod\nspec: &s {containers: [{name: a}], x: ${list}}\ny: [${'*s, '.repeat(aliases)}]\n`;
    expect(hardenYaml(text(10), posture, target).text).toContain('name: tmp-a');
    expect(hardened(text(60), posture, target)).toMatchObject({
      problems: [{ line: 1, message: expect.stringContaining('more than 50000 values') }],
    });
  });

  test('for a merge that would bring a filled field to another place', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec:\n  containers: [&c {name: a}]\nx:\n  <<: *c\n  y: 1\n';
    expect(hardened(text, posture, target)).toMatchObject({
      documents: [],
      problems: [
        {
          line: 1,
          message: expect.stringMatching(
            /^the document cannot be hardened: a merge would bring the key "securityContext": /,
          ),
        },
      ],
    });
  });

  test('for a pod with more containers than the limit, but not for one at the limit', () => {
    const start = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n';
    const podOf = (count: number): string => start + '  - name: a\n'.repeat(count);
    expect(hardened(podOf(MOST_CONTAINERS_OF_POD), posture, target).problems).toEqual([]);
    const { text, problems } = hardened(`# a\n---\n${podOf(MOST_CONTAINERS_OF_POD + 1)}`, posture, target);
    expect(text).toBeUndefined();
    expect(problems).toEqual([
      { line: 3, message: 'the document cannot be hardened: a pod has 501 containers, the limit is 500' },
    ]);
  });

  test('together with the other problems', () => {
    const text = `a: [\n---\n{"apiVersion": "v1", "kind": "Pod", "spec": {"x": 9007199254740993, "containers": [{}]}}\n`;
    const rejected = hardened(text, posture, target);
    expect(rejected.text).toBeUndefined();
    expect(rejected.documents).toEqual([]);
    expect(rejected.problems.map(({ line }) => line)).toEqual([1, 3]);
  });
});

describe('writes JSON as JSON', () => {
  const value = read(POD)[0];

  test.each([undefined, 2, 4, '\t'])('with indentation %j and its keys in their order', (indent) => {
    const text = JSON.stringify({ spec: value.spec, ...value }, null, indent);
    const { text: hardened } = hardenYaml(text, posture, target);
    expect(JSON.parse(hardened)).toEqual(harden(value, posture, target));
    expect(Object.keys(JSON.parse(hardened))).toEqual(['spec', 'apiVersion', 'kind', 'metadata']);
    expect(hardened).toBe(JSON.stringify(JSON.parse(hardened), null, indent));
    expect(hardenYaml(hardened, posture, target).text).toBe(hardened);
  });

  test('and rejects a duplicate key', () => {
    const text = '{"kind": "Pod",\n"apiVersion": "v1",\n"spec": {"hostPID": true,\n"hostPID": false}}';
    expect(hardenYaml(text, posture, target)).toMatchObject({ text, problems: [{ line: 4 }] });
  });
});

test('returns documents that together are the text before and after', () => {
  const before = `%YAML 1.1\n---\n${POD}...\n---\nfoo: [\n---\n# the end`;
  const { text, documents } = hardenYaml(before, posture, target);
  expect(documents.map((each) => each.before).join('')).toBe(before);
  expect(documents.map((each) => each.after).join('')).toBe(text);
  expect(documents.map((each) => each.before === each.after)).toEqual([false, true]);
});

test('rejects an alias bomb with its line', () => {
  const bomb = [
    'a: &a [x, x]',
    ...Array.from(
      { length: 12 },
      (_, i) => `${'bcdefghijklm'[i]}: &${'bcdefghijklm'[i]} [${Array(9).fill(`*${'abcdefghijklm'[i]}`).join(', ')}]`,
    ),
  ].join('\n');
  expect(hardenYaml(bomb, posture, target).problems).toMatchObject([
    { line: 4, message: expect.stringContaining('alias') },
  ]);
});

test('rejects a document that is nested too deeply with its line', () => {
  const deep = `x: 1\n---\na: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
  const { text, problems } = hardenYaml(deep, posture, target);
  expect(problems).toMatchObject([{ line: 3, message: expect.stringContaining('nest') }]);
  expect(text === deep).toBe(true);
});

test('rejects a Helm template, and keeps a date as text', () => {
  const template = POD.replace('registry.example/door:1', '{{ .Values.image }}');
  expect(hardenYaml(template, posture, target)).toMatchObject({
    text: template,
    problems: [{ line: 10, message: expect.stringContaining('template') }],
  });
  expect(
    hardenYaml(POD.replace('name: door # opens it', 'labels: { until: 2027-01-31 }'), posture, target).text,
  ).toContain('until: 2027-01-31');
});
