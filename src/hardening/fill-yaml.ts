import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { KUBERNETES_YAML } from '../kubernetes/kubernetes-yaml';
import { isObject, isSameJson, type JsonObject } from '../kubernetes/manifest';

/** A piece of the text, and what takes its place; a piece without length is where something is put in. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Something has to change for which no place can be told. */
class NoPlace extends Error {}

/**
 * The text with what `after` has and `before` lacks put in; every other byte stays.
 *
 * @param text the document's own, of which `document` has been read
 * @returns nothing where that cannot be told from the text alone, such as where something is replaced or taken away
 */
export function fillYaml(
  text: string,
  document: Document.Parsed,
  before: JsonObject,
  after: JsonObject,
): string | undefined {
  try {
    const edits = [...new Filling(text).of(document.contents, before, after)];
    const filled = edited(text, edits);
    // what YAML allows is wide: nothing is trusted that does not read as it was meant
    const read = parseDocument(filled, KUBERNETES_YAML);
    return read.errors.length === 0 && isSameJson(read.toJS(), after) ? filled : undefined;
  } catch (error) {
    if (error instanceof NoPlace) return undefined;
    throw error;
  }
}

/** What stands at one place is put in one after the other, the innermost first. */
function edited(text: string, edits: ReadonlyArray<Edit>): string {
  let at = 0;
  const pieces: string[] = [];
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    pieces.push(text.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return [...pieces, text.slice(at)].join('');
}

/** Whether lists stand to the right of their key, as cdk8s and prettier write them, and not right below it, as kubectl does. */
export function indentsLists(text: string): boolean {
  return !/^( *)(?:- +)*[^\s#-][^#\n]*:\s*\n(?:\s*#.*\n)*\1- /m.test(text);
}

class Filling {
  private readonly eol: string;
  private readonly isIndented: boolean;

  constructor(private readonly text: string) {
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.isIndented = indentsLists(text);
  }

  public *of(node: unknown, before: unknown, after: unknown): Generator<Edit> {
    if (isMap(node) && isObject(before) && isObject(after)) yield* this.ofMap(node, before, after);
    else if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) yield* this.ofSeq(node, before, after);
    else if (before !== after) throw new NoPlace();
  }

  private *ofMap(map: YAMLMap, before: JsonObject, after: JsonObject): Generator<Edit> {
    const keys = new Set(map.items.map(({ key }) => keyOf(key)));
    for (const key of Object.keys(before)) if (!(key in after) || !keys.has(key)) throw new NoPlace();
    for (const { key, value } of map.items) {
      const name = keyOf(key);
      const is = after[name];
      if (map.flow !== true && isHollow(value) && isFull(is)) yield* this.hollow(key, value, name, is);
      else yield* this.of(value, before[name], is);
    }
    const added = Object.entries(after).filter(([key]) => !(key in before));
    if (added.length > 0) yield this.addition(map, Object.fromEntries(added));
  }

  private *ofSeq(seq: YAMLSeq, before: unknown[], after: unknown[]): Generator<Edit> {
    if (after.length < before.length || seq.items.length !== before.length) throw new NoPlace();
    for (const [i, item] of seq.items.entries()) yield* this.of(item, before[i], after[i]);
    const added = after.slice(before.length);
    if (added.length > 0) yield this.addition(seq, added);
  }

  /** What is added at the end of a collection. */
  private addition(node: YAMLMap | YAMLSeq, value: object): Edit {
    if (node.flow === true) return this.flowAddition(node, value);
    const first = isMap(node) ? rangeOf(node.items[0]?.key) : rangeOf(node);
    return this.lines(this.endOf(node), this.block(value), this.columnOf(first[0]));
  }

  private flowAddition(node: YAMLMap | YAMLSeq, value: object): Edit {
    const written = this.flow(value);
    const last = node.items.at(-1);
    const at = last === undefined ? rangeOf(node)[1] - 1 : this.endOf(node);
    return { from: at, to: at, text: last === undefined ? written : `, ${written}` };
  }

  /** A value that is nothing, or an empty collection, gives way to lines below its key. */
  private *hollow(key: unknown, value: unknown, name: string, is: object): Generator<Edit> {
    const [from, to] = value === null ? [0, 0] : rangeOf(value);
    const keyEnd = rangeOf(key)[1];
    if (to > from) yield { from: this.text.lastIndexOf(':', from) + 1, to, text: '' };
    const [, ...below] = this.block({ [name]: is });
    yield this.lines(Math.max(keyEnd, to), below, this.columnOf(rangeOf(key)[0]));
  }

  /** Lines of their own, after the line of a place. */
  private lines(place: number, lines: ReadonlyArray<string>, column: number): Edit {
    const end = this.text[place - 1] === '\n' ? place : this.text.indexOf('\n', place) + 1;
    // the text ends with a line's end
    if (end === 0) throw new NoPlace();
    return { from: end, to: end, text: lines.map((line) => ' '.repeat(column) + line + this.eol).join('') };
  }

  private block(value: object): string[] {
    return stringify(value, { version: '1.1', lineWidth: 0, indentSeq: this.isIndented }).trimEnd().split('\n');
  }

  private flow(value: object): string {
    const options = { collectionStyle: 'flow', flowCollectionPadding: false } as const;
    return stringify(value, { version: '1.1', lineWidth: 0, ...options })
      .trimEnd()
      .slice(1, -1);
  }

  private columnOf(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }

  /** Where the last thing in a node ends that is no comment. */
  private endOf(node: unknown): number {
    const last = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined;
    if (last === undefined) return rangeOf(node)[1];
    if (!isPair(last)) return isBlock(last) ? this.endOf(last) : rangeOf(last)[1];
    const { key, value } = last;
    if (value === null) return rangeOf(key)[1];
    return isBlock(value) ? this.endOf(value) : Math.max(rangeOf(key)[1], rangeOf(value)[1]);
  }
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function isBlock(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

/** Nothing, or an empty collection. */
function isHollow(node: unknown): boolean {
  if (isMap(node) || isSeq(node)) return node.items.length === 0;
  return node === null || (isScalar(node) && node.value === null);
}

function isFull(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function rangeOf(node: unknown): [number, number] {
  const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
  if (!range) throw new NoPlace();
  return [range[0], range[1]];
}
