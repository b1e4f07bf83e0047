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
 * Text of a part of a stream, and the ways to write the hardened documents in it: the next is for the case that the one
 * before reads as something else.
 */
export class DocumentText {
  /** The text as it is written now. */
  public current: string;

  private readonly original: string;
  private readonly ways: Iterator<() => string, void>;
  private reason = '';

  /**
   * @param original text of the part
   * @param documents that are read from it: one, or the values of a stream of JSON
   * @param hardened values of these documents after hardening
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
   * Compares the documents with those that are read from the text as it is written now.
   * @param read documents of the whole stream, by index
   * @returns whether all of them are as they have to be
   */
  public isReadIn(read: ReadonlyMap<number, YamlDocument>): boolean {
    for (const [i, { index }] of this.documents.entries()) {
      const document = read.get(index);
      const difference = document ? differenceOf(this.hardened[i], document.value) : '';
      if (difference === undefined) continue;
      this.reason ||= `once filled, it reads as something else at ${difference === '' ? 'its root' : difference}`;
      return false;
    }
    return true;
  }

  /** Writes the text in the next way. @returns false if there is none left */
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

  /** Line of the first document, and why it cannot be hardened. */
  public refusal(): { line: number; message: string } {
    return {
      line: this.documents[0]?.lineOf('') ?? 1,
      message: `the document cannot be hardened: ${this.reason}: set the missing fields by hand, or write it without aliases, merge keys and the like`,
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

  /** JSON stays JSON: filled between the lines, it would be YAML. */
  private inJson(): string {
    const indent = /^\s*\{\r?\n([ \t]+)/.exec(this.original)?.[1];
    const json = this.toWrite()
      .map((value) => writeJson(value, indent))
      .join('\n');
    const [start = ''] = /^\s*/.exec(this.original) ?? [];
    return start + this.withLineEnds(json + (this.original.endsWith('\n') ? '\n' : ''));
  }

  /** Every byte stays, and lines are put between them; a document with aliases is written without them before. */
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

  /** Without comments: all else has failed. */
  private writtenOut(): string {
    return this.afterMark(
      this.withLineEnds(
        this.toWrite()
          .map((value) => writeYaml(value))
          .join('---\n'),
      ),
    );
  }

  /** A mark that stands before a document is in a line with what is left of the document's first line. */
  private afterMark(text: string): string {
    return (this.documents[0]?.start ?? 0) > 0 ? this.withLineEnds(`\n${text}`) : text;
  }

  private withLineEnds(text: string): string {
    return this.original.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  }

  /** The hardened values with their keys in the author's order. @throws NoPlace if a number may be written as another */
  private toWrite(): unknown[] {
    const number = roundedIn(this.hardened);
    if (number === undefined) return this.documents.map(({ value }, i) => inOrderOf(value, this.hardened[i]));
    throw new NoPlace(`it has to be written out, and its number ${number} may be rounded`);
  }
}

/** Scalars as they are written: {@link readYamlStream} alone knows what they mean. Keys have been found unique. */
function parsed(text: string): Document.Parsed {
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error) throw new NoPlace(`its text is unusual: ${firstLine(error.message)}`);
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

/** A value whose keys are in the order of another's, followed by those that the other lacks. */
function inOrderOf(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, i) => inOrderOf(before[i], item));
  if (!isObject(before) || !isObject(after)) return after;
  const keys = new Set([...Object.keys(before).filter((key) => Object.hasOwn(after, key)), ...Object.keys(after)]);
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(before[key], after[key])]));
}

/** The first whole number of a value that is too large to be sure of its last digits. */
function roundedIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const each of Object.values(value)) {
    const found = roundedIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
