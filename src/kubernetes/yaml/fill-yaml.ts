import { type Document, isMap, isPair, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { isObject, type JsonObject } from '../manifest';
import { NoPlace } from './no-place';
import type { Snippets } from './snippets';
import { keyOf } from './write-out-aliases';

/** Piece of the text, and its replacement. An empty piece is a place to insert text. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Inserts the values that `after` has and `before` does not. Every other byte stays. The caller must read the result and
 * compare it, because the search for places assumes a usual style.
 * @param text text of one document, with the end of its last line
 * @param document the text, parsed with the schema `failsafe`
 * @param before value of the document
 * @param after hardened value of the document
 * @param snippets pieces of YAML to insert
 * @throws {@link NoPlace} if a change has no place in the text
 */
export function fillYaml(
  text: string,
  document: Document.Parsed,
  before: JsonObject,
  after: JsonObject,
  snippets: Snippets,
): string {
  return edited(text, [...new Filling(text, document, snippets).of(document.contents, before, after)]);
}

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

/** Returns true if the first list is indented below its key, as cdk8s writes lists. Returns false if it is not, as kubectl does. */
export function indentsLists(text: string, document: Document.Parsed): boolean {
  const open: unknown[] = [document.contents];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) {
      if (isSeq(node.value) && isBlock(node.value) && node.value.items.length > 0)
        return columnOf(text, rangeOf(node.value)[0]) > columnOf(text, rangeOf(node.key)[0]);
      open.push(node.value);
    } else if (isBlock(node)) {
      for (let i = node.items.length - 1; i >= 0; i -= 1) open.push(node.items[i]);
    }
  }
  return true;
}

class Filling {
  private readonly eol: string;
  private readonly isIndented: boolean;

  constructor(
    private readonly text: string,
    document: Document.Parsed,
    private readonly snippets: Snippets,
  ) {
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.isIndented = indentsLists(text, document);
  }

  public *of(node: unknown, before: unknown, after: unknown): Generator<Edit> {
    if (isMap(node) && isObject(before) && isObject(after)) yield* this.ofMap(node, before, after);
    else if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) yield* this.ofSeq(node, before, after);
    else if (before !== after) throw new NoPlace();
  }

  private *ofMap(map: YAMLMap, before: JsonObject, after: JsonObject): Generator<Edit> {
    const keys = Object.keys(before);
    if (map.items.length !== keys.length) throw new NoPlace();
    for (const [i, pair] of map.items.entries()) {
      const name = keyOf(pair.key);
      if (!Object.hasOwn(before, name)) throw new NoPlace();
      if (!Object.hasOwn(after, name)) yield this.removal(map, i);
      else yield* this.ofPair(map, pair, before[name], after[name]);
    }
    const added = Object.entries(after).filter(([key]) => !Object.hasOwn(before, key));
    if (added.length > 0) yield this.addition(map, Object.fromEntries(added));
  }

  private *ofPair(map: YAMLMap, pair: Pair, was: unknown, is: unknown): Generator<Edit> {
    if (was === is) return;
    if (map.flow === true) {
      if (isCollection(was) && isCollection(is)) yield* this.of(pair.value, was, is);
      else yield this.replacement(pair, ` ${this.snippets.flow(is)}`);
    } else if (isHollow(was) && isFull(is)) {
      yield* this.below(pair, is);
    } else if (isCollection(was) && isCollection(is)) {
      yield* this.of(pair.value, was, is);
    } else if (typeof is === 'string' && is.includes('\n')) {
      yield* this.below(pair, is);
    } else {
      yield this.replacement(pair, ` ${this.snippets.flow(is)}`);
    }
  }

  private *ofSeq(seq: YAMLSeq, before: unknown[], after: unknown[]): Generator<Edit> {
    if (after.length < before.length || seq.items.length !== before.length) throw new NoPlace();
    for (const [i, item] of seq.items.entries()) yield* this.of(item, before[i], after[i]);
    const added = after.slice(before.length);
    if (added.length > 0) yield this.addition(seq, added);
  }

  /** Inserts at the end of a collection. */
  private addition(node: YAMLMap | YAMLSeq, value: object): Edit {
    if (node.flow === true) return this.flowAddition(node, value);
    const first = isMap(node) ? rangeOf(node.items[0]?.key) : rangeOf(node);
    return this.lines(this.endOf(node), this.blockOf(value), columnOf(this.text, first[0]));
  }

  /** Returns the lines of a collection. Each value is a separate piece, because most values are the same in every pod. */
  private blockOf(value: object): string[] {
    const pieces = Array.isArray(value)
      ? value.map((item: unknown) => [item])
      : Object.entries(value).map(([key, item]) => ({ [key]: item as unknown }));
    return pieces.flatMap((piece) => this.snippets.block(piece, this.isIndented));
  }

  private flowAddition(node: YAMLMap | YAMLSeq, value: object): Edit {
    const written = this.snippets.flow(value).slice(1, -1);
    const last = node.items.at(-1);
    const at = last === undefined ? rangeOf(node)[1] - 1 : this.endOf(node);
    return { from: at, to: at, text: last === undefined ? written : `, ${written}` };
  }

  /** Replaces the value of a key, if any, with a text on the same line. */
  private replacement({ key, value }: Pair, text: string): Edit {
    const from = this.afterColon(key);
    const [start, end] = value === null ? [0, 0] : rangeOf(value);
    const to = end > start ? end : from;
    // a block includes the end of its last line
    return { from, to, text: this.text[to - 1] === '\n' ? text + this.eol : text };
  }

  /** Replaces the value of a key with lines below the key. A comment on the line of the key stays. */
  private *below(pair: Pair, is: unknown): Generator<Edit> {
    const [first = '', ...lines] = this.snippets.block({ k: is }, this.isIndented);
    const edit = this.replacement(pair, first.slice('k:'.length));
    if (edit.to > edit.from || edit.text !== '') yield edit;
    yield this.lines(edit.to, lines, columnOf(this.text, rangeOf(pair.key)[0]));
  }

  /** Deletes a key with its value. */
  private removal(map: YAMLMap, i: number): Edit {
    const [before, pair, after] = [map.items[i - 1], map.items[i], map.items[i + 1]];
    const from = rangeOf(pair?.key)[0];
    if (map.flow === true) {
      if (after) return { from, to: rangeOf(after.key)[0], text: '' };
      return { from: before ? this.endOfPair(before) : from, to: this.endOfPair(pair), text: '' };
    }
    const start = from - columnOf(this.text, from);
    // the key can be on the line of a dash
    if (!before && !after) throw new NoPlace();
    if (this.text.slice(start, from).trim() !== '') throw new NoPlace();
    return { from: start, to: this.lineAfter(this.endOfPair(pair)), text: '' };
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

  private afterColon(key: unknown): number {
    const colon = /[ \t]*:/y;
    colon.lastIndex = rangeOf(key)[1];
    if (!colon.test(this.text)) throw new NoPlace();
    return colon.lastIndex;
  }

  /** Returns the end of a node without its trailing comments. */
  private endOf(node: unknown): number {
    const last = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined;
    if (last === undefined) return rangeOf(node)[1];
    if (isPair(last)) return this.endOfPair(last);
    return isBlock(last) ? this.endOf(last) : rangeOf(last)[1];
  }

  private endOfPair(pair: Pair | undefined): number {
    if (!pair || pair.value === null) return rangeOf(pair?.key)[1];
    return isBlock(pair.value) ? this.endOf(pair.value) : Math.max(rangeOf(pair.key)[1], rangeOf(pair.value)[1]);
  }
}

function columnOf(text: string, offset: number): number {
  return offset === 0 ? 0 : offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function isBlock(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Returns true for null and for an empty collection. */
function isHollow(value: unknown): boolean {
  return value === null || (isCollection(value) && !isFull(value));
}

function isFull(value: unknown): value is object {
  return isCollection(value) && Object.keys(value).length > 0;
}

function rangeOf(node: unknown): [number, number] {
  const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
  if (!range) throw new NoPlace();
  return [range[0], range[1]];
}
