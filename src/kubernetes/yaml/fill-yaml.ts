import { isObject, isSameJson, type JsonObject } from '../manifest';
import { keyOf } from './node-value';
import { plainValue } from './plain-value';
import { roundedIn } from './rounded-number';
import { layoutOf, type LayoutNode, type LayoutPair } from './layout';
import { NoPlace } from './no-place';
import type { Snippets } from './snippets';

/** Piece of the text, and its replacement. An empty piece is a place to insert text. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Maximum number of values that are written in the place of the aliases of a document. */
export const MAX_WRITTEN_OUT = 50_000;

/**
 * Inserts the values that `after` has and `before` does not. Every other byte stays. An alias stays if its value does; otherwise
 * its value is written in its place. The caller must read the result and compare it.
 * @param text text of one document, with the end of its last line
 * @param before value of the document
 * @param after hardened value of the document
 * @param snippets pieces of YAML to insert
 * @throws {@link NoPlace} if a change has no place in the text
 */
export function fillYaml(text: string, before: JsonObject, after: JsonObject, snippets: Snippets): string {
  const [firstLine = ''] = REST_OF_MARK.exec(text) ?? [];
  const root = layoutOf(text, firstLine.length, text.length);
  return edited(text, [...new Filling(text, root, snippets).of(root, before, after, false)]);
}

/** Rest of the line of the document's mark: white space and a comment, which the reader of the document does not see. */
const REST_OF_MARK = /^[ \t]*(?:#[^\n]*)?\r?\n/;

/** Returns the text after the edits. Edits at one place are written in their order, the innermost first. */
function edited(text: string, edits: Edit[]): string {
  let at = 0;
  const pieces: string[] = [];
  for (const edit of edits.sort((a, b) => a.from - b.from)) {
    if (edit.from < at) throw new NoPlace();
    pieces.push(text.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return [...pieces, text.slice(at)].join('');
}

class Filling {
  private readonly eol: string;
  private readonly isIndented: boolean;
  /** Values after the edits of the nodes with an anchor, the last one of each name. */
  private readonly anchored = new Map<string, unknown>();
  private left = MAX_WRITTEN_OUT;

  constructor(
    private readonly text: string,
    root: LayoutNode,
    private readonly snippets: Snippets,
  ) {
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.isIndented = this.indentsLists(root);
  }

  /** @param inFlow true if the node is inside braces or brackets */
  public *of(node: LayoutNode, before: unknown, after: unknown, inFlow: boolean): Generator<Edit> {
    if (node.kind === 'alias') {
      if (!isSameJson(this.valueOfAlias(node), after)) yield this.writtenOut(node, after);
    } else if (node.kind === 'map' && isObject(before) && isObject(after)) {
      yield* this.ofMap(node, before, after, inFlow);
    } else if (node.kind === 'list' && Array.isArray(before) && Array.isArray(after)) {
      yield* this.ofList(node, before, after, inFlow);
    } else if (before !== after) {
      throw new NoPlace();
    }
    if (node.anchor !== undefined) this.anchored.set(node.anchor, after);
  }

  private valueOfAlias({ text }: LayoutNode): unknown {
    if (!this.anchored.has(text)) throw new NoPlace(`the value of the alias *${text} is inside a merged mapping`);
    return this.anchored.get(text);
  }

  private writtenOut({ start, end }: LayoutNode, value: unknown): Edit {
    const number = roundedIn(value);
    if (number !== undefined)
      throw new NoPlace(`its alias must be written out, and its number ${number} could be rounded`);
    this.left -= sizeOf(value);
    if (this.left < 0)
      throw new NoPlace(`its aliases stand for more than ${MAX_WRITTEN_OUT} values, which is the limit`);
    return { from: start, to: end, text: this.snippets.flow(value) };
  }

  private *ofMap(map: LayoutNode, before: JsonObject, after: JsonObject, inFlow: boolean): Generator<Edit> {
    const own = new Set<string>();
    if (map.pairs.some(({ isMerge }) => isMerge))
      for (const { key, isMerge } of map.pairs) if (!isMerge) own.add(this.nameOf(key, before));
    const merged: JsonObject = {};
    for (const [i, pair] of map.pairs.entries()) {
      if (pair.isMerge) {
        yield* this.merge(pair.value, before, own, merged);
        continue;
      }
      const name = this.nameOf(pair.key, before);
      own.add(name);
      if (pair.key.anchor !== undefined) this.anchored.set(pair.key.anchor, name);
      if (Object.hasOwn(after, name)) yield* this.ofPair(pair, before[name], after[name], inFlow || map.isFlow);
      else yield* this.removal(map, i);
    }
    for (const key of Object.keys(merged))
      if (!Object.hasOwn(after, key)) throw new NoPlace(`a merge would bring the key ${JSON.stringify(key)}`);
    const added = Object.entries(after).filter(
      ([key, value]) => !own.has(key) && !(Object.hasOwn(merged, key) && isSameJson(merged[key], value)),
    );
    if (added.length > 0) yield this.addition(map, Object.fromEntries(added));
  }

  /** Returns the text of a key, which `before` has. An alias stands for the value of its anchor. */
  private nameOf({ kind, text, isPlain, start }: LayoutNode, before: JsonObject): string {
    const value = kind === 'alias' ? this.anchored.get(text) : isPlain ? plainValue(text) : text;
    const name = keyOf(value, text, start);
    if (Object.hasOwn(before, name)) return name;
    throw new NoPlace(`the key ${JSON.stringify(text)} stands for another text`);
  }

  /** Adds the values that a merge brings, after the edits. An earlier mapping has precedence over a later one. */
  private *merge(value: LayoutNode, before: JsonObject, own: ReadonlySet<string>, merged: JsonObject): Generator<Edit> {
    for (const source of value.kind === 'list' ? value.items : [value]) {
      if (source.kind !== 'alias') {
        yield* this.mergeInline(source, before, own, merged);
        continue;
      }
      const brought = this.valueOfAlias(source);
      if (!isObject(brought)) throw new NoPlace('a merge brings a value that is not a mapping');
      for (const [key, each] of Object.entries(brought)) if (!Object.hasOwn(merged, key)) define(merged, key, each);
    }
  }

  /** Adds the values of a mapping that is merged in its place, which stays as it is. The values of other keys win over its own. */
  private *mergeInline(
    { pairs, anchor }: LayoutNode,
    before: JsonObject,
    own: ReadonlySet<string>,
    merged: JsonObject,
  ): Generator<Edit> {
    const values: JsonObject = {};
    for (const { key, value, isMerge } of pairs) {
      if (isMerge) throw new NoPlace('a merged mapping has a merge');
      const name = this.nameOf(key, before);
      if (key.anchor !== undefined) this.anchored.set(key.anchor, name);
      if (own.has(name) || Object.hasOwn(merged, name)) continue;
      yield* this.of(value, before[name], before[name], true);
      define(values, name, before[name]);
    }
    if (anchor !== undefined && Object.keys(values).length === pairs.length) this.anchored.set(anchor, values);
    for (const [key, each] of Object.entries(values)) define(merged, key, each);
  }

  private *ofPair(pair: LayoutPair, was: unknown, is: unknown, inFlow: boolean): Generator<Edit> {
    const { value } = pair;
    if (isCollection(was) && isCollection(is) && value.kind !== 'alias') {
      const isReplaced = !inFlow && value.isFlow && !value.hasProperties && isHollow(was) && isFull(is);
      if (isReplaced) yield* this.below(pair, is);
      else yield* this.of(value, was, is, inFlow);
      return;
    }
    if (value.kind === 'alias' || isSameJson(was, is)) {
      yield* this.of(value, was, is, inFlow);
      return;
    }
    if (value.hasProperties) throw new NoPlace('the value has an anchor or a tag');
    if (inFlow) yield this.replacement(pair, ` ${this.snippets.flow(is)}`);
    else if (isFull(is) || (typeof is === 'string' && is.includes('\n'))) yield* this.below(pair, is);
    else yield this.replacement(pair, ` ${this.snippets.flow(is)}`);
  }

  private *ofList(list: LayoutNode, before: unknown[], after: unknown[], inFlow: boolean): Generator<Edit> {
    const { items } = list;
    if (after.length < before.length || items.length !== before.length) throw new NoPlace();
    for (const [i, item] of items.entries()) yield* this.of(item, before[i], after[i], inFlow || list.isFlow);
    const added = after.slice(before.length);
    if (added.length > 0) yield this.addition(list, added);
  }

  /** Inserts at the end of a collection. */
  private addition(node: LayoutNode, value: object): Edit {
    if (node.isFlow) return this.flowAddition(node, value);
    return this.lines(node.end, this.blockOf(value), this.columnOf(node.start));
  }

  /** Returns the lines of a collection. Each value is a separate piece, because most values are the same in every pod. */
  private blockOf(value: object): string[] {
    const pieces = Array.isArray(value)
      ? value.map((item: unknown) => [item])
      : Object.entries(value).map(([key, item]) => ({ [key]: item as unknown }));
    return pieces.flatMap((piece) => this.snippets.block(piece, this.isIndented));
  }

  private flowAddition({ start, end, items, pairs }: LayoutNode, value: object): Edit {
    if (!'{['.includes(this.text.charAt(start))) throw new NoPlace('a pair in brackets has no braces');
    const written = this.snippets.flow(value).slice(1, -1);
    const last = items.at(-1) ?? pairs.at(-1);
    if (last === undefined) return { from: end - 1, to: end - 1, text: written };
    // a colon before a comma would be a part of the key
    const space = this.text[last.end - 1] === ':' ? ' ' : '';
    return { from: last.end, to: last.end, text: `${space}, ${written}` };
  }

  /** Replaces the value of a key, if any, with a text on the same line. */
  private replacement({ colon, value }: LayoutPair, text: string): Edit {
    if (colon === undefined) throw new NoPlace('a key has no colon');
    if (value.kind === 'empty') return { from: colon, to: colon, text };
    // a block includes the end of its last line
    return { from: colon, to: value.end, text: this.text[value.end - 1] === '\n' ? text + this.eol : text };
  }

  /** Replaces the value of a key with lines below the key. A comment on the line of the key stays. */
  private *below(pair: LayoutPair, is: unknown): Generator<Edit> {
    const [first = '', ...lines] = this.snippets.block({ k: is }, this.isIndented);
    const edit = this.replacement(pair, first.slice('k:'.length));
    if (edit.to > edit.from || edit.text !== '') yield edit;
    yield this.lines(edit.to, lines, this.columnOf(pair.start));
  }

  /** Deletes a key with its value. */
  private *removal(map: LayoutNode, i: number): Generator<Edit> {
    const [before, pair, after] = [map.pairs[i - 1], map.pairs[i], map.pairs[i + 1]];
    if (pair === undefined) return;
    const from = pair.start;
    if (map.isFlow) {
      if (after) yield { from, to: after.start, text: '' };
      else yield { from: before ? before.end : from, to: pair.end, text: '' };
      return;
    }
    const start = from - this.columnOf(from);
    // the key can be on the line of a dash
    if (this.text.slice(start, from).trim() !== '') throw new NoPlace();
    if (!before && !after) {
      const line = this.text.slice(start, from);
      yield { from: start, to: this.lineAfter(pair.end), text: `${line}{}${this.eol}` };
      return;
    }
    yield { from: start, to: this.lineAfter(pair.end), text: '' };
  }

  /** Inserts lines below a place. */
  private lines(place: number, lines: ReadonlyArray<string>, column: number): Edit {
    const end = this.lineAfter(place);
    const margin = ' '.repeat(column);
    return { from: end, to: end, text: lines.map((line) => (line === '' ? '' : margin + line) + this.eol).join('') };
  }

  private lineAfter(place: number): number {
    const end = this.text[place - 1] === '\n' ? place : this.text.indexOf('\n', place) + 1;
    // the text ends with a line break
    if (end === 0) throw new NoPlace();
    return end;
  }

  private columnOf(offset: number): number {
    return offset === 0 ? 0 : offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }

  /** Returns true if the first list is indented below its key, as cdk8s writes lists. Returns false if it is not, as kubectl does. */
  private indentsLists(root: LayoutNode): boolean {
    const open: LayoutNode[] = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.isFlow) continue;
      for (const { start, value } of node.pairs)
        if (value.kind === 'list' && !value.isFlow) return this.columnOf(value.start) > this.columnOf(start);
      const below = [...node.pairs.map(({ value }) => value), ...node.items].reverse();
      for (const each of below) open.push(each);
    }
    return true;
  }
}

function sizeOf(value: unknown): number {
  if (!isCollection(value)) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each), 1);
}

/** Sets a key, even one with a special meaning in JavaScript. */
function define(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Returns true for an empty collection. */
function isHollow(value: object): boolean {
  return Object.keys(value).length === 0;
}

function isFull(value: unknown): value is object {
  return isCollection(value) && Object.keys(value).length > 0;
}
