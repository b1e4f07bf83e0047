import { FAILSAFE_SCHEMA, loadAll, Type, type EventType, type Schema, type State, YAMLException } from 'js-yaml';
import { isObject } from './manifest';

/** A document of a YAML stream, as plain JSON. */
export interface YamlDocument {
  readonly value: unknown;
  /** Which document of the stream it is, from 0; empty ones count. */
  readonly index: number;
  /** Offset in the stream of the text that the document is read from, after its mark. */
  readonly start: number;
  /** Offset in the stream of the end of that text. Documents of one text have the same start and end. */
  readonly end: number;
  /** Line of the stream, from 1, at which a value stands; where it does not, that of the nearest one around it. */
  readonly lineOf: (pointer: string) => number;
}

/** A document that cannot be read, and where that shows. */
export interface YamlStreamProblem {
  readonly index: number;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What a text of YAML or JSON holds. */
export interface YamlStream {
  readonly documents: YamlDocument[];
  readonly problems: YamlStreamProblem[];
}

/** Deeper than any object of an API server, and shallow enough for every recursion over one. */
const MAX_DEPTH = 200;

/** Most values that the aliases of a document may stand for; a file would have to be larger than any manifest to hold as many. */
const MAX_EXPANDED = 1_000_000;

/**
 * Reads a stream of documents as kubectl does: each on its own, so that a broken one hides no other; YAML 1.1's booleans
 * and octal numbers; dates and times of day stay text. Stricter in one thing: a key that stands twice is an error, since
 * readers disagree about which of the two counts.
 */
export function readYamlStream(text: string): YamlStream {
  const stream: YamlStream = { documents: [], problems: [] };
  const lines = new Lines(text);
  const places = new LastPlaces();
  let index = 0;
  for (const chunk of chunksOf(text)) {
    try {
      const values = parse(chunk.text);
      for (const [nth, value] of values.entries()) {
        refuseUnreadable(value, chunk.text);
        const lineOf = (pointer: string): number => lines.at(chunk.offset) + places.of(chunk, nth).lineOf(pointer);
        const end = chunk.offset + chunk.text.length;
        stream.documents.push({ value, index, start: chunk.offset, end, lineOf });
        index += 1;
      }
    } catch (error) {
      const line = lines.at(chunk.offset) + lineOfError(error, chunk.text);
      stream.problems.push({ index, line, message: reason(error, chunk.text) });
      index += 1;
    }
  }
  return stream;
}

/** The documents of a text in which all can be read. @throws what is wrong with the first that cannot */
export function readYamlDocuments(text: string): unknown[] {
  const { documents, problems } = readYamlStream(text);
  const [problem] = problems;
  if (problem) throw new Error(`line ${problem.line}: ${problem.message}`);
  return documents.map(({ value }) => value);
}

interface Chunk {
  readonly text: string;
  /** Where it begins in the stream. */
  readonly offset: number;
}

/** The stream, cut where YAML cuts it: at each line that begins with three dashes and goes on with white space, if at all. */
function* chunksOf(text: string): Generator<Chunk> {
  let start = 0;
  let isFirst = true;
  for (let from = isMark(text, 0) ? 0 : nextMark(text, 0); ; from = nextMark(text, start)) {
    const end = from < 0 ? text.length : from;
    const chunk = text.slice(start, end);
    // what stands before the first mark is a document of its own only if it says something
    if (!(isFirst && from >= 0 && isPrelude(chunk))) yield { text: chunk, offset: start };
    if (from < 0) return;
    isFirst = false;
    start = from + 3;
  }
}

function nextMark(text: string, from: number): number {
  for (let at = text.indexOf('\n---', from); at >= 0; at = text.indexOf('\n---', at + 1)) {
    if (isMark(text, at + 1)) return at + 1;
  }
  return -1;
}

function isMark(text: string, at: number): boolean {
  return text.startsWith('---', at) && /^\s?$/.test(text.slice(at + 3, at + 4));
}

/** Nothing but white space, comments and directives such as `%YAML 1.1`. */
function isPrelude(chunk: string): boolean {
  return chunk.split('\n').every((line) => /^\s*(#|$)|^%/.test(line));
}

function parse(text: string): unknown[] {
  const values = loadAll(text, undefined, { schema: kubernetesSchema(), maxDepth: MAX_DEPTH } as object);
  return values.length === 0 ? [null] : values;
}

/** Offsets of a text's lines, found at the first question. */
class Lines {
  private starts?: number[];

  constructor(private readonly text: string) {}

  /** Line of an offset, from 1. */
  public at(offset: number): number {
    this.starts ??= startsOf(this.text);
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A node of the text: where it begins, and what is in it. */
interface Place {
  /** From 0, within the chunk. */
  readonly line: number;
  children: Place[];
  kind: string | null;
  value: unknown;
}

/** Where the values of one document stand; read anew, which few documents need. */
class Places {
  private readonly root: Place;

  constructor(text: string, nth: number) {
    const roots: Place[] = [];
    const open: Place[] = [];
    const listener = (event: EventType, state: State): void => {
      if (event === 'open') {
        const place: Place = { line: state.line, children: [], kind: null, value: undefined };
        (open.at(-1)?.children ?? roots).push(place);
        open.push(place);
        return;
      }
      const place = open.pop();
      if (!place) return;
      place.kind = state.kind;
      place.value = state.result;
      const [only] = place.children;
      // a flow collection is first tried as the key of a block mapping
      if (only && place.children.length === 1 && isCollection(only) && only.value === place.value)
        place.children = only.children;
    };
    loadAll(text, undefined, { schema: kubernetesSchema(), maxDepth: MAX_DEPTH, listener } as object);
    this.root = roots[nth] ?? { line: 0, children: [], kind: null, value: null };
  }

  public lineOf(pointer: string): number {
    let place = this.root;
    // the root's own place is before the comments above it
    let { line } = place.children[0] ?? place;
    for (const step of pointer.split('/').slice(1)) {
      const next = childOf(place, step.includes('~') ? step.replace(/~1/g, '/').replace(/~0/g, '~') : step);
      if (!next) return line;
      ({ line } = next.key ?? next.value);
      place = next.value;
    }
    return line;
  }
}

function isCollection({ value }: Place): boolean {
  return typeof value === 'object' && value !== null;
}

/** The places of the document that was asked for last: whoever asks for one line of a document asks for more. */
class LastPlaces {
  private last?: { readonly chunk: Chunk; readonly nth: number; readonly places: Places };

  public of(chunk: Chunk, nth: number): Places {
    if (this.last?.chunk !== chunk || this.last.nth !== nth)
      this.last = { chunk, nth, places: new Places(chunk.text, nth) };
    return this.last.places;
  }
}

interface Child {
  readonly key?: Place;
  readonly value: Place;
}

function childOf({ kind, children }: Place, step: string): Child | undefined {
  if (kind === 'sequence') {
    const value = children[Number(step)];
    return value && { value };
  }
  if (kind !== 'mapping') return undefined;
  for (let i = 0; i + 1 < children.length; i += 2) {
    const [key, value] = [children[i], children[i + 1]];
    if (key && value && String(key.value) === step) return { key, value };
  }
  return undefined;
}

/** Two braces that are no text, as in `image: {{ .Values.image }}`. */
const TEMPLATE = /^[^#'"]*\{\{/;

class TemplateError extends Error {}

/** What JSON cannot hold or nobody has memory for. */
function refuseUnreadable(value: unknown, text: string): void {
  if (text.includes('{{') && hasMappingAsKey(value))
    throw new TemplateError(
      'a key is a mapping: the text may be a template, which has to be rendered before, as by helm template',
    );
  if (!(text.includes('*') && text.includes('&'))) return;
  const size = expandedSize(value);
  if (size === Number.POSITIVE_INFINITY) throw new Error('an alias is circular: it stands within its own anchor');
  if (size > MAX_EXPANDED) throw new Error(`its aliases stand for more than ${MAX_EXPANDED} values`);
}

function hasMappingAsKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasMappingAsKey);
  return isObject(value) && Object.entries(value).some(([key, v]) => key === '[object Object]' || hasMappingAsKey(v));
}

/** How many values there would be if each alias were written out; each is counted once. */
function expandedSize(value: unknown): number {
  const sizes = new Map<unknown, number>();
  const sizeOf = (each: unknown): number => {
    if (typeof each !== 'object' || each === null) return 1;
    const known = sizes.get(each);
    if (known !== undefined) return known;
    // what holds itself is without end
    sizes.set(each, Number.POSITIVE_INFINITY);
    const size = Object.values(each).reduce<number>((sum, child) => sum + sizeOf(child), 1);
    sizes.set(each, size);
    return size;
  };
  return sizeOf(value);
}

/** Line of a document, from 0, at which it cannot be read; within what says something, whatever is missing at its end. */
function lineOfError(error: unknown, text: string): number {
  if (error instanceof TemplateError) {
    const line = text.split('\n').findIndex((each) => TEMPLATE.test(each));
    if (line >= 0) return line;
  }
  const first = text.length - text.trimStart().length;
  if (!(error instanceof YAMLException)) return text.slice(0, first).split('\n').length - 1;
  const mark = error.mark as { line: number } | undefined;
  return Math.min(mark?.line ?? 0, text.trimEnd().split('\n').length - 1);
}

const REASONS: Readonly<Record<string, string>> = {
  'duplicated mapping key': 'a key is not unique, and readers disagree about which of the two counts',
};

function reason(error: unknown, text: string): string {
  if (error instanceof RangeError) return 'is nested too deep';
  const said = error instanceof YAMLException ? error.reason : (error as Error).message;
  const template = text.includes('{{') && error instanceof YAMLException;
  return `${REASONS[said] ?? said}${template ? ': the text may be a template, which has to be rendered before, as by helm template' : ''}`;
}

const NULLS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((t) => [t, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((t) => [t, false] as const),
]);

const INTEGER = /^[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/;
const FLOAT = /^[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)([eE][-+]?[0-9]+)?$/;

/** What a text without quotes may stand for beside itself: by type, whether it does, and for what. */
const PLAIN: ReadonlyArray<[string, (text: string) => boolean, (text: string) => unknown]> = [
  ['null', (text) => NULLS.has(text), () => null],
  ['bool', (text) => BOOLEANS.has(text), (text) => BOOLEANS.get(text)],
  ['int', (text) => mayBeNumber(text) && INTEGER.test(text), integer],
  ['float', isFloat, float],
  ['merge', (text) => text === '<<', (text) => text],
];

/** Whether a text without quotes is taken for that text, and not for a number or the like. */
export function isPlainText(text: string): boolean {
  return !PLAIN.some(([, resolve]) => resolve(text));
}

let schema: Schema | undefined;

/** Plain scalars as the Go library reads them that kubectl uses, and no tag beyond those of JSON. */
function kubernetesSchema(): Schema {
  schema ??= FAILSAFE_SCHEMA.extend({
    implicit: PLAIN.map(([name, resolve, construct]) => scalar(name, resolve, construct)),
  });
  return schema;
}

function scalar(name: string, resolve: (text: string) => boolean, construct: (text: string) => unknown): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (data: string | null) => resolve(data ?? ''),
    construct: (data: string | null) => construct(data ?? ''),
  });
}

function isFloat(text: string): boolean {
  return mayBeNumber(text) && FLOAT.test(text) && Number.isFinite(float(text));
}

function float(text: string): number {
  return Number(text.replace(/_/g, ''));
}

/** Most texts are no numbers, and most of those show it in their first character. */
function mayBeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return first < 0x3a && (first >= 0x30 || first === 0x2b || first === 0x2d || first === 0x2e);
}

function integer(text: string): number {
  const digits = text.replace(/[_+-]/g, '');
  const sign = text.startsWith('-') ? -1 : 1;
  return sign * Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
