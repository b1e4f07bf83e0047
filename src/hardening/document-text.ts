import { differenceOf, isObject, isSameJson, type JsonObject } from '../kubernetes/manifest';
import { fillYaml } from '../kubernetes/yaml/fill-yaml';
import { NoPlace } from '../kubernetes/yaml/no-place';
import { roundedIn } from '../kubernetes/yaml/rounded-number';
import type { Snippets } from '../kubernetes/yaml/snippets';
import { writeJson } from '../kubernetes/yaml/write-yaml';
import { YamlError } from '../kubernetes/yaml/yaml-error';
import type { YamlDocument } from '../kubernetes/yaml/yaml-stream';

const BYTE_ORDER_MARK = '\ufeff';

/** Text of a part of a stream, before and after its documents are hardened. */
export class DocumentText {
  /** Hardened text. It is the original text if no document changes, or if the text cannot be edited. */
  public readonly current: string;

  private readonly original: string;
  private reason?: string;

  /**
   * @param original text of the part
   * @param documents documents in the part: one, or the values of a stream of JSON
   * @param hardened values of the documents after hardening
   * @param snippets pieces of YAML to insert
   */
  constructor(
    original: string,
    private readonly documents: ReadonlyArray<YamlDocument>,
    private readonly hardened: ReadonlyArray<unknown>,
    private readonly snippets: Snippets,
  ) {
    const bom = original.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    this.original = original.slice(bom.length);
    const isChanged = documents.some(({ value }, i) => !isSameJson(value, hardened[i]));
    this.current = isChanged ? bom + this.edited() : original;
  }

  /**
   * Compares the hardened documents with those in the hardened text.
   * @param read documents of the whole stream, by index
   * @returns true if all of them are equal
   */
  public isReadIn(read: ReadonlyMap<number, YamlDocument>): boolean {
    for (const [i, { index }] of this.documents.entries()) {
      const document = read.get(index);
      const difference = document ? differenceOf(this.hardened[i], document.value) : '';
      if (difference === undefined) continue;
      this.reason ??= `the hardened text has a different meaning at ${difference === '' ? 'its root' : difference}`;
      return false;
    }
    return true;
  }

  /** Returns the line of the first document, and the reason why it cannot be hardened. */
  public refusal(): { line: number; message: string } {
    return {
      line: this.documents[0]?.lineOf('') ?? 1,
      message: `the document cannot be hardened: ${this.reason ?? 'its text cannot be edited'}: set the missing fields by hand, or write the document in a simpler way, without aliases and merge keys`,
    };
  }

  /** Returns the hardened text, or the original one if the text has no place for a change. */
  private edited(): string {
    try {
      return this.rewritten();
    } catch (error) {
      if (!(error instanceof NoPlace || error instanceof YamlError)) throw error;
      this.reason = error.message;
      return this.original;
    }
  }

  private rewritten(): string {
    const [document, ...others] = this.documents;
    if (isJson(this.original)) return this.inJson();
    if (!document || others.length > 0 || !isObject(document.value)) throw new NoPlace();
    return this.filled(document.value, this.hardened[0] as JsonObject);
  }

  /** Writes JSON as JSON, because inserted lines would turn it into YAML. */
  private inJson(): string {
    const indent = /^\s*\{\r?\n([ \t]+)/.exec(this.original)?.[1];
    const json = this.toWrite()
      .map((value) => writeJson(value, indent))
      .join('\n');
    const [start = ''] = /^\s*/.exec(this.original) ?? [];
    return start + this.withLineEnds(json + (this.original.endsWith('\n') ? '\n' : ''));
  }

  /** Inserts the missing values, and keeps every other byte. */
  private filled(before: JsonObject, after: JsonObject): string {
    const { original } = this;
    const whole = original.endsWith('\n') ? original : this.withLineEnds(`${original}\n`);
    return fillYaml(whole, before, after, this.snippets);
  }

  private withLineEnds(text: string): string {
    return this.original.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  }

  /** Returns the hardened values with their keys in the author's order. Throws {@link NoPlace} if a number could change. */
  private toWrite(): unknown[] {
    const number = roundedIn(this.hardened);
    if (number === undefined) return this.documents.map(({ value }, i) => inOrderOf(value, this.hardened[i]));
    throw new NoPlace(`JSON is formatted again, and its number ${number} could be rounded`);
  }
}

function isJson(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns a value with its keys in the order of another value, followed by the new keys. */
function inOrderOf(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, i) => inOrderOf(before[i], item));
  if (!isObject(before) || !isObject(after)) return after;
  const keys = new Set([...Object.keys(before).filter((key) => Object.hasOwn(after, key)), ...Object.keys(after)]);
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(before[key], after[key])]));
}
