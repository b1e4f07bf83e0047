import { SuspiciousCharacters } from './characters';
import { type Chunk, chunksOf } from './chunks';
import { Composer } from './composer';
import { type Dialect, KUBECTL } from './dialect';
import { JsonSyntaxError, JsonValues } from './json-value';
import { Lines } from './lines';
import { Places } from './places';
import type { SharedBlocks } from './shared-blocks';
import { YamlError } from './yaml-error';

export { isPlainText } from './plain-value';

/** Document of a YAML stream, as plain JSON. */
export interface YamlDocument {
  readonly value: unknown;
  /** Index of the document in the stream, from 0. Empty documents count. */
  readonly index: number;
  /** Offset in the stream of the start of the document's text, after its mark. */
  readonly start: number;
  /** Offset in the stream of the end of the document's text. */
  readonly end: number;
  /** Returns the line in the stream, from 1, of the value at a JSON pointer; if it does not exist, that of the nearest value that contains it. */
  readonly lineOf: (pointer: string) => number;
}

/** Document that cannot be read, with the position of the problem. */
export interface YamlStreamProblem {
  readonly index: number;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/** Documents and problems of a text of YAML or JSON. */
export interface YamlStream {
  readonly documents: YamlDocument[];
  readonly problems: YamlStreamProblem[];
}

/**
 * Reads a stream of documents as kubectl does. Each document is read separately, so that a broken one does not hide the others.
 * A document that another reader would read differently from kubectl is a problem: docs/decisions/0018-one-reading-of-yaml.md
 * has the list.
 *
 * @param shared blocks of texts that were already read in the same dialect. With them, the values of documents can be the same
 * objects, which must not be changed.
 */
export function readYamlStream(
  text: string,
  dialect: Dialect = KUBECTL,
  { shared }: { readonly shared?: SharedBlocks } = {},
): YamlStream {
  return new Reader(text, dialect, shared).read();
}

/** Reads the documents of a text. @throws if a document cannot be read, with the problem of the first one */
export function readYamlDocuments(text: string): unknown[] {
  const { documents, problems } = readYamlStream(text);
  const [problem] = problems;
  if (problem) throw new Error(placed(problem));
  return documents.map(({ value }) => value);
}

/** Returns the message of a problem with its line and column. */
export function placed({ line, column, message }: YamlStreamProblem): string {
  return `line ${line}, column ${column}: ${message}`;
}

const BYTE_ORDER_MARK = '\ufeff';

/** Character that Go does not read as white space. */
const NOT_SPACE = /[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Characters that begin a JSON value, after which YAML cannot begin. */
const NOT_AFTER_JSON = /["[\dtfn]/;

/** Number of bytes in which kubectl looks for the opening brace of JSON. */
const JSON_WITHIN = 4096;

class Reader {
  private readonly text: string;
  /** Length of the original text, without its byte order mark. */
  private readonly length: number;
  private readonly stream: YamlStream = { documents: [], problems: [] };
  private readonly lines: Lines;
  private readonly suspicious: SuspiciousCharacters;
  private readonly places = new Places();
  /** Number of characters removed at the start of the text. */
  private readonly shift: number;

  constructor(
    text: string,
    private readonly dialect: Dialect,
    private readonly shared: SharedBlocks | undefined,
  ) {
    const begun = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    this.length = begun.length;
    this.shift = text.length - begun.length;
    this.text = begun.endsWith('\n') ? begun : `${begun}\n`;
    this.lines = new Lines(this.text);
    this.suspicious = new SuspiciousCharacters(this.text);
  }

  public read(): YamlStream {
    const rest = this.readJson();
    if (rest === undefined) return this.stream;
    for (const chunk of chunksOf(this.text, rest)) this.readChunk(chunk);
    return this.stream;
  }

  /** Reads the JSON values at the start of the text. Returns the offset at which YAML continues, if it does. */
  private readJson(): number | undefined {
    const { text } = this;
    const start = text.search(NOT_SPACE);
    if (start < 0 || start >= JSON_WITHIN || text[start] !== '{') return 0;
    let at = text.search(/[^ \t\r\n]/);
    if (at < start)
      return this.rejectRest('white space that JSON does not allow comes before the object: delete it', at);
    let begin = 0;
    for (let count = 0; ; count += 1) {
      const { next: place } = this.places;
      const values = new JsonValues(text, at, this.places);
      let value: unknown;
      try {
        value = values.next();
      } catch (error) {
        // kubectl reads the text as YAML from here on, unless two values showed that it is JSON
        if (error instanceof JsonSyntaxError && this.isLongEnough(at)) {
          if (count === 0) return 0;
          if (count === 1 && text[at - 1] === '\n') return at;
        }
        this.addProblem(error);
        return undefined;
      }
      const end = values.at;
      values.skipSpace();
      this.add(value, place, begin, values.at);
      begin = values.at;
      ({ at } = values);
      if (at >= text.length) return undefined;
      const isOnNextLine = text.slice(end, at).includes('\n');
      if (text[at] === '{') continue;
      if (count === 0 && isOnNextLine && this.isLongEnough(at) && !NOT_AFTER_JSON.test(text.charAt(at)))
        return lineAfter(text, end);
      return this.rejectRest(
        'the content after a JSON object is not another JSON object: put --- on a line between them',
        at,
      );
    }
  }

  private rejectRest(message: string, at: number): undefined {
    this.addProblem(new YamlError(message, at));
  }

  /** Returns true if kubectl would begin to read YAML at an offset: it needs four bytes. */
  private isLongEnough(at: number): boolean {
    return this.length - at >= 4;
  }

  private readChunk({ start, end, from, body, error }: Chunk): void {
    const { text, places } = this;
    const { next: place } = places;
    try {
      this.suspicious.reject(from, end);
      if (error) throw error;
      this.add(new Composer(text, start, end, places, this.dialect, this.shared).document(), place, body, end);
    } catch (thrown) {
      places.drop(place);
      this.addProblem(thrown, start, text.slice(start, end));
    }
  }

  private add(value: unknown, place: number, from: number, to: number): void {
    const { stream, lines, places, shift } = this;
    const start = from === 0 ? 0 : from + shift;
    const end = Math.min(to, this.length) + shift;
    const lineOf = (pointer: string): number => lines.lineAt(places.offsetOf(place, value, pointer));
    stream.documents.push({ value, index: this.index, start, end, lineOf });
  }

  private addProblem(error: unknown, start = 0, text = this.text): void {
    if (!(error instanceof YamlError)) throw error;
    const { lines } = this;
    const message = error.message.replace('kubectl', this.dialect.reader);
    // a problem at the end is reported at the last character that is not white space
    const isAtEnd = error.offset >= start + text.length;
    const offset = isAtEnd ? start + Math.max(text.trimEnd().length - 1, 0) : error.offset;
    this.stream.problems.push({
      index: this.index,
      line: lines.lineAt(offset),
      column: lines.columnAt(offset),
      message: TEMPLATE.test(text)
        ? `${message}; the text may be a template: render it first, as helm template does`
        : message,
    });
  }

  /** Index of the next document. */
  private get index(): number {
    return this.stream.documents.length + this.stream.problems.length;
  }
}

/** Two braces outside quotes and comments, as in `image: {{ .Values.image }}`. */
const TEMPLATE = /^[^#'"\n\r\u2028\u2029]*\{\{/m;

/** Skips white space after an offset, up to and including the end of the line. */
function lineAfter(text: string, offset: number): number {
  const space = /[ \t\r]*\n?/y;
  space.lastIndex = offset;
  return offset + (space.exec(text)?.[0].length ?? 0);
}
