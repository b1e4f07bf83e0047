import { type Document, isAlias, LineCounter, parseAllDocuments, visit, type YAMLParseError } from 'yaml';
import { KUBERNETES_YAML, refuseTemplate } from '../kubernetes/kubernetes-yaml';
import { isObject, type JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import { harden } from './harden';
import type { Posture } from './posture';

/** A text that could not be read, and where. */
export interface YamlProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A YAML text after hardening. */
export interface HardenedYaml {
  /** The text; documents that could not be read stand in it as they were. */
  readonly text: string;
  readonly problems: YamlProblem[];
}

/** An alias may stand for more text than any file has room for; nobody's manifest repeats itself this often. */
const MAX_ALIASES = 100;

/**
 * The documents of a YAML text, hardened. Comments, the order of keys and what the author set stay as they are;
 * a document with anchors is written out, since a gap filled behind an alias would show in another place too.
 *
 * Read as Kubernetes reads it, by YAML 1.1; a template is refused, since it would not survive.
 */
export function hardenYaml(text: string, posture: Posture, target: Target): HardenedYaml {
  const json = asJson(text);
  if (json !== undefined) return { text: `${JSON.stringify(harden(json, posture, target), null, 2)}\n`, problems: [] };
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    ...KUBERNETES_YAML,
    lineCounter: lines,
    keepSourceTokens: true,
  });
  const problems: YamlProblem[] = [];
  if (!Array.isArray(documents)) return { text, problems };
  const written = documents.map((document, i) => {
    // a document's own range leaves out the comments before it
    const source = text.slice(documents[i - 1]?.range[2] ?? 0, document.range[2]);
    const problem = document.errors[0];
    if (problem) {
      problems.push({ line: lines.linePos(problem.pos[0]).line, message: firstLine(problem) });
      return source;
    }
    try {
      const hardened = hardenDocument(document, posture, target);
      if (hardened === undefined) return source;
      // a first document need not say where it begins; a later one must
      return i === 0 || hardened.startsWith('---') ? hardened : `---\n${hardened}`;
    } catch (error) {
      problems.push({ line: lines.linePos(document.range[0]).line, message: (error as Error).message });
      return source;
    }
  });
  return { text: written.join(''), problems };
}

/** What a text of JSON holds: as YAML it would come out in a form that JSON does not know. */
function asJson(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The document's new text, or nothing when there is nothing to harden in it. */
function hardenDocument(document: Document.Parsed, posture: Posture, target: Target): string | undefined {
  refuseTemplate(document);
  const before: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  if (!isObject(before)) return undefined;
  const after = harden(before, posture, target);
  if (hasAliases(document)) document.contents = document.createNode(after) as never;
  else if (!fill(document, [], before, after)) return undefined;
  return document.toString({ lineWidth: 0 });
}

/** Lays the difference between two values onto a document, and tells whether there is any. */
function fill(document: Document.Parsed, path: (string | number)[], before: unknown, after: unknown): boolean {
  if (isObject(before) && isObject(after)) return fillObject(document, path, before, after);
  if (Array.isArray(before) && Array.isArray(after)) {
    return after
      .map((item: unknown, i) =>
        i < before.length ? fill(document, [...path, i], before[i], item) : set(document, [...path, i], item),
      )
      .some(Boolean);
  }
  return before !== after && set(document, path, after);
}

function fillObject(
  document: Document.Parsed,
  path: (string | number)[],
  before: JsonObject,
  after: JsonObject,
): boolean {
  const removed = Object.keys(before).filter((key) => !(key in after));
  for (const key of removed) document.deleteIn([...path, key]);
  const changed = Object.keys(after).map((key) =>
    key in before ? fill(document, [...path, key], before[key], after[key]) : set(document, [...path, key], after[key]),
  );
  return removed.length > 0 || changed.some(Boolean);
}

function set(document: Document.Parsed, path: (string | number)[], value: unknown): boolean {
  document.setIn(path, document.createNode(value));
  return true;
}

function hasAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: (_key, node) => {
      found ||= isAlias(node);
      return visit.BREAK;
    },
  });
  return found;
}

function firstLine(error: YAMLParseError): string {
  return (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
