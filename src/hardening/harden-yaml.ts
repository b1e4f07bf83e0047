import { type Document, LineCounter, parseAllDocuments, parseDocument, type YAMLParseError } from 'yaml';
import { KUBERNETES_YAML, offsetOfTemplate } from '../kubernetes/kubernetes-yaml';
import { isObject, isSameJson, type JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import { readYamlStream } from '../kubernetes/yaml-stream';
import { fillYaml, indentsLists } from './fill-yaml';
import { harden } from './harden';
import type { Posture } from './posture';
import { hasAliases, writeOutAliases } from './write-out-aliases';

/** A text that could not be read, and where. */
export interface YamlProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A document's text as it was, and as it is. */
export interface HardenedDocument {
  readonly before: string;
  readonly after: string;
}

/** A YAML text after hardening. */
export interface HardenedYaml {
  /** The text; documents that could not be read stand in it as they were. */
  readonly text: string;
  /** Its documents in their order, with all that stands between them. */
  readonly documents: HardenedDocument[];
  readonly problems: YamlProblem[];
}

/** An alias may stand for more text than any file has room for; nobody's manifest repeats itself this often. */
const MAX_ALIASES = 100;

const TEMPLATE = 'the text may be a template, which has to be rendered before, as by helm template';

/**
 * The documents of a YAML text, hardened. What the author wrote stays, byte for byte, and the gaps are filled between it.
 * In a document with aliases they are written out first, since a gap filled behind one would show in another place, too.
 *
 * Read as Kubernetes reads it, by YAML 1.1; a template is refused, since it would not survive.
 */
export function hardenYaml(text: string, posture: Posture, target: Target): HardenedYaml {
  const { documents, problems } = hardenJson(text, posture, target) ?? hardenDocuments(text, posture, target);
  return { text: documents.map(({ after }) => after).join(''), documents, problems };
}

type Hardened = Omit<HardenedYaml, 'text'>;

function hardenDocuments(text: string, posture: Posture, target: Target): Hardened {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { ...KUBERNETES_YAML, lineCounter: lines, keepSourceTokens: true });
  const problems: YamlProblem[] = [];
  if (!Array.isArray(parsed)) return { documents: [{ before: text, after: text }], problems };
  const documents = parsed.map((document, i): HardenedDocument => {
    // a document's own range leaves out the comments before it, and may leave out the end of the last line
    const before = text.slice(parsed[i - 1]?.range[2] ?? 0, i + 1 < parsed.length ? document.range[2] : undefined);
    const unread = (offset: number, message: string): HardenedDocument => {
      problems.push({ line: lines.linePos(offset).line, message });
      return { before, after: before };
    };
    const problem = document.errors[0];
    if (problem) return unread(problem.pos[0], `${firstLine(problem)}${before.includes('{{') ? `: ${TEMPLATE}` : ''}`);
    const template = offsetOfTemplate(document);
    if (template !== undefined) return unread(template, `a key is a mapping: ${TEMPLATE}`);
    try {
      const hardened = hardenDocument(document, before, posture, target);
      // a first document need not say where it begins; a later one must
      return { before, after: i === 0 || /^\s*---/.test(hardened) ? hardened : `---\n${hardened}` };
    } catch (error) {
      return unread(document.range[0], (error as Error).message);
    }
  });
  return { documents, problems };
}

/** A text of JSON; as YAML it would come out in a form that JSON does not know. */
function hardenJson(text: string, posture: Posture, target: Target): Hardened | undefined {
  const before = asJson(text);
  if (before === undefined) return undefined;
  const { problems } = readYamlStream(text);
  const after = harden(before, posture, target);
  if (problems.length > 0 || isSameJson(before, after)) return { documents: [{ before: text, after: text }], problems };
  const indent = /^\s*\{\r?\n([ \t]+)/.exec(text)?.[1];
  const json = JSON.stringify(inOrderOf(before, after), null, indent) + (text.endsWith('\n') ? '\n' : '');
  return { documents: [{ before: text, after: withLineEndsOf(text, json) }], problems };
}

function asJson(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A value whose keys stand as they do in another, and those that it lacks after them. */
function inOrderOf(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, i) => inOrderOf(before[i], item));
  if (!isObject(before) || !isObject(after)) return after;
  const keys = new Set([...Object.keys(before).filter((key) => key in after), ...Object.keys(after)]);
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(before[key], after[key])]));
}

/** The document's new text: the one that it has when there is nothing to harden in it. */
function hardenDocument(document: Document.Parsed, text: string, posture: Posture, target: Target): string {
  const before: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  if (!isObject(before)) return text;
  const after = harden(before, posture, target);
  if (isSameJson(before, after)) return text;
  return hasAliases(document) ? filledWrittenOut(document, text, before, after) : filled(text, before, after);
}

function filledWrittenOut(document: Document.Parsed, text: string, before: JsonObject, after: JsonObject): string {
  writeOutAliases(document);
  if (!isSameJson(document.toJS(), before)) document.contents = document.createNode(before) as never;
  return filled(written(document, text), before, after);
}

/** Where nothing can be put between what stands there, the document is written anew, with its comments. */
function filled(text: string, before: JsonObject, after: JsonObject): string {
  const whole = text.endsWith('\n') ? text : withLineEndsOf(text, `${text}\n`);
  const document = parseDocument(whole, KUBERNETES_YAML);
  const inPlace = fillYaml(whole, document, before, after);
  if (inPlace !== undefined) return inPlace;
  fill(document, [], before, after);
  return written(document, text);
}

/** A document written anew, in the manner of its text as far as that can be told. */
function written(document: Document.Parsed, text: string): string {
  return withLineEndsOf(text, document.toString({ lineWidth: 0, indentSeq: indentsLists(text) }));
}

function withLineEndsOf(text: string, written: string): string {
  return text.includes('\r\n') ? written.replace(/\r?\n/g, '\r\n') : written;
}

/** Lays the difference between two values onto a document. */
function fill(document: Document.Parsed, path: (string | number)[], before: unknown, after: unknown): void {
  if (isObject(before) && isObject(after)) fillObject(document, path, before, after);
  else if (Array.isArray(before) && Array.isArray(after))
    after.forEach((item: unknown, i) => fill(document, [...path, i], before[i], item));
  else if (before !== after) document.setIn(path, document.createNode(after));
}

function fillObject(document: Document.Parsed, path: (string | number)[], before: JsonObject, after: JsonObject): void {
  for (const key of Object.keys(before)) if (!(key in after)) document.deleteIn([...path, key]);
  for (const key of Object.keys(after)) fill(document, [...path, key], before[key], after[key]);
}

function firstLine(error: YAMLParseError): string {
  // the reader caught the end of the stack
  if (error.code === 'RESOURCE_EXHAUSTION') return 'is nested too deep';
  return (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
