import * as fc from 'fast-check';
import { Document, isCollection, isMap, isScalar, type Node, Pair, Scalar, visit, YAMLMap } from 'yaml';
import { Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { hardenYaml } from '../../src/hardening/harden-yaml';
import { isObject } from '../../src/kubernetes/manifest';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { manifest } from './arbitrary-manifests';

const posture = new Posture();
const target = Target.kubernetes('1.30');

/** Style of a document. Each number is the share of 16 nodes that are changed. */
const style = fc.record({
  seed: fc.nat(),
  sharesNodes: fc.boolean(),
  flow: fc.nat(6),
  quotes: fc.nat(6),
  comments: fc.nat(4),
  merges: fc.constantFrom(0, 0, 1, 3),
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
});
type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

/** Returns a value in which equal parts are one object, so that the writer uses anchors and aliases. */
function shared(value: unknown, seen = new Map<string, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const key = JSON.stringify(value);
  if (!seen.has(key))
    seen.set(
      key,
      Array.isArray(value)
        ? value.map((each) => shared(each, seen))
        : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shared(each, seen)])),
    );
  return seen.get(key);
}

function written(
  value: unknown,
  { seed, sharesNodes, flow, quotes, comments, merges, indent, indentSeq }: Style,
): string {
  let state = seed;
  const happens = (share: number): boolean => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % 16 < share;
  };
  const document = new Document(sharesNodes ? shared(value) : value, {
    version: '1.1',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge'),
  });
  visit(document, {
    Node: (role, node) => {
      if (isCollection(node)) node.flow = node.items.length === 0 || happens(flow);
      if (isScalar(node) && typeof node.value === 'string' && happens(quotes))
        node.type = happens(8) ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
      if (role === 'value' && happens(comments)) node.comment = ' said';
      if (role === 'value' && isCollection(node) && happens(comments)) node.commentBefore = ' above';
      if (isMap(node) && node.items.length > 1 && happens(merges)) mergeFirst(node);
    },
  });
  return document.toString({ lineWidth: 0, indent, indentSeq }).replace(/^%YAML 1\.1\n---\n/, '');
}

/** Replaces the first key of a map with a merge of that key. */
function mergeFirst(map: YAMLMap): void {
  const brought = new YAMLMap<unknown, unknown>();
  brought.flow = map.flow ?? false;
  brought.items = [map.items.shift() as Pair<Node, Node>];
  const key = new Scalar('<<');
  key.type = 'PLAIN';
  map.items.unshift(new Pair(key, brought));
}

test('hardens each document of a stream in every style, and changes nothing the second time', () => {
  let counted = { documents: 0, kept: 0, aliased: 0, merged: 0 };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(manifest, style), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('---\n', '--- # next\n', '...\n---\n', '---\n# nothing\n---\n'),
      fc.record({ isDos: fc.boolean(), endsLine: fc.boolean(), hasMark: fc.boolean(), hasOrderMark: fc.boolean() }),
      (documents, mark, { isDos, endsLine, hasMark, hasOrderMark }) => {
        const all =
          (hasMark ? mark.replace(/^\.\.\.\n/, '') : '') +
          documents.map(([value, how]) => written(value, how)).join(mark);
        const lines = endsLine ? all : all.trimEnd();
        const text = (hasOrderMark ? '\ufeff' : '') + (isDos ? lines.replace(/\n/g, '\r\n') : lines);
        const before = readYamlStream(text);
        expect(before.problems).toEqual([]);
        const hardened = hardenYaml(text, posture, target);
        expect(hardened.problems).toEqual([]);
        expect(readYamlStream(hardened.text ?? '').documents.map(({ value }) => value)).toEqual(
          before.documents.map(({ value }) => (isObject(value) ? harden(value, posture, target) : value)),
        );
        expect(hardenYaml(hardened.text ?? '', posture, target).text).toBe(hardened.text);
        counted = {
          documents: counted.documents + documents.length,
          kept: counted.kept + Number(isKept(text, hardened.text ?? '')),
          aliased: counted.aliased + Number(/&a1\b/.test(text)),
          merged: counted.merged + Number(text.includes('<<:')),
        };
      },
    ),
    { seed: 1, numRuns: 120 },
  );
  expect(counted.kept).toBeGreaterThan(10);
  expect(counted.aliased).toBeGreaterThan(10);
  expect(counted.merged).toBeGreaterThan(10);
});

/** Returns true if another text contains every line of a text, in its order. */
function isKept(before: string, after: string): boolean {
  const lines = after.split(/\r?\n/);
  return before.split(/\r?\n/).every((line) => lines.splice(0, lines.indexOf(line) + 1).at(-1) === line);
}
