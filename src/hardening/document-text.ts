import { type Document, parseDocument } from 'yaml';
import { differenceOf, isObject, isSameJson, type JsonObject } from '../kubernetes/manifest';
import { writeDocument, writeJson, writeYaml } from '../kubernetes/yaml/write-yaml';
import type { YamlDocument } from '../kubernetes/yaml/yaml-stream';
import { fillYaml, indentsLists } from '../kubernetes/yaml/fill-yaml';
import { NoPlace, TooLarge } from '../kubernetes/yaml/no-place';
import type { Snippets } from '../kubernetes/yaml/snippets';
import { hasAliases, writeOutAliases } from '../kubernetes/yaml/write-out-aliases';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Text of a part of a stream, and the ways to write its hardened documents. A way is tried if the text of the previous way
 * has a different meaning.
 */
export class DocumentText {
  /** Text in the current way. */
  public current: string;

  private readonly original: string;
  private readonly ways: Iterator<() => string, void>;
  private reason = '';

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
    this.current = original;
    this.original = original.startsWith(BYTE_ORDER_MARK) ? original.slice(1) : original;
    const isChanged = documents.some(({ value }, i) => !isSameJson(value, hardened[i]));
    this.ways = isChanged ? this.waysToWrite() : [].values();
    if (isChanged) this.writeNextWay();
  }

  /**
   * Compares the hardened documents with those in the current text.
   * @param read documents of the whole stream, by index
   * @returns true if all of them are equal
   */
  public isReadIn(read: ReadonlyMap<number, YamlDocument>): boolean {
    for (const [i, { index }] of this.documents.entries()) {
      const document = read.get(index);
      const difference = document ? differenceOf(this.hardened[i], document.value) : '';
      if (difference === undefined) continue;
      this.reason ||= `the hardened text has a different meaning at ${difference === '' ? 'its root' : difference}`;
      return false;
    }
    return true;
  }

  /** Writes the text in the next way. Returns false if no way is left. */
  public writeNextWay(): boolean {
    for (let way = this.ways.next(); !way.done; way = this.ways.next()) {
      try {
        const bom = this.current.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
        this.current = bom + way.value();
        this.reason = '';
        return true;
      } catch (error) {
        if (!(error instanceof NoPlace)) throw error;
        this.reason = error.message;
        if (error instanceof TooLarge) this.ways.return?.();
      }
    }
    return false;
  }

  /** Returns the line of the first document, and the reason why it cannot be hardened. */
  public refusal(): { line: number; message: string } {
    return {
      line: this.documents[0]?.lineOf('') ?? 1,
      message: `the document cannot be hardened: ${this.reason}: set the missing fields by hand, or write the document without aliases and merge keys`,
    };
  }

  private *waysToWrite(): Generator<() => string, void> {
    const [document, ...others] = this.documents;
    if (isJson(this.original)) {
      yield () => this.inJson();
    } else if (document && others.length === 0 && isObject(document.value)) {
      const [before, after] = [document.value, this.hardened[0] as JsonObject];
      yield () => this.filled(before, after);
    }
    yield () => this.writtenOut();
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

  /** Inserts lines and keeps every byte. A document with aliases is first written without them. */
  private filled(before: JsonObject, after: JsonObject): string {
    const { original } = this;
    const whole = original.endsWith('\n') ? original : this.withLineEnds(`${original}\n`);
    const document = parsed(whole);
    if (!hasAliases(document)) return fillYaml(whole, document, before, after, this.snippets);
    this.toWrite();
    const isIndented = indentsLists(whole, document);
    writeOutAliases(document);
    const written = this.withLineEnds(writeDocument(document, { indentsLists: isIndented }));
    return this.afterMark(fillYaml(written, parsed(written), before, after, this.snippets));
  }

  /** Writes the values without their comments, if all other ways have failed. */
  private writtenOut(): string {
    return this.afterMark(
      this.withLineEnds(
        this.toWrite()
          .map((value) => writeYaml(value))
          .join('---\n'),
      ),
    );
  }

  /** Adds a line break after a document's start mark, which is on the line where the document starts. */
  private afterMark(text: string): string {
    return (this.documents[0]?.start ?? 0) > 0 ? this.withLineEnds(`\n${text}`) : text;
  }

  private withLineEnds(text: string): string {
    return this.original.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  }

  /** Returns the hardened values with their keys in the author's order. Throws {@link NoPlace} if a number could change. */
  private toWrite(): unknown[] {
    const number = roundedIn(this.hardened);
    if (number === undefined) return this.documents.map(({ value }, i) => inOrderOf(value, this.hardened[i]));
    throw new NoPlace(`it must be rewritten, and its number ${number} could be rounded`);
  }
}

/** Parses a text without interpreting its scalars, which only {@link readYamlStream} does. Its keys are already known to be unique. */
function parsed(text: string): Document.Parsed {
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error) throw new NoPlace(`its text cannot be edited: ${firstLine(error.message)}`);
  return document;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
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

/** Returns the first whole number in a value that is too large to be exact. */
function roundedIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const each of Object.values(value)) {
    const found = roundedIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
