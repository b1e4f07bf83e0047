import { isObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import { readYamlStream, type YamlDocument, type YamlStream } from '../kubernetes/yaml/yaml-stream';
import { DocumentText } from './document-text';
import { harden } from './harden';
import type { Posture } from './posture';
import { Snippets } from '../kubernetes/yaml/snippets';

/** A text that cannot be read or hardened, and its place. */
export interface YamlProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Text of a document before and after hardening, with what is between it and the document before. */
export interface HardenedDocument {
  readonly before: string;
  readonly after: string;
}

/** A text of YAML or JSON after hardening. */
export interface HardenedYaml {
  /**
   * The text, in which documents that cannot be read stay as they are. Unset if a document that can be read cannot be
   * hardened: nothing may be written then.
   */
  readonly text?: string;
  /** The documents in their order, which are the whole text together. */
  readonly documents: HardenedDocument[];
  readonly problems: YamlProblem[];
  /** Documents that are read from the text before and after hardening. */
  readonly read: { readonly before: YamlDocument[]; readonly after: YamlDocument[] };
}

/** Text that documents are read from, and its end in the whole. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly text: DocumentText;
}

/**
 * Hardens the documents of a text of YAML or JSON. What the author wrote stays, byte for byte, and gaps are filled between
 * it; a document in which that is not possible is written out.
 *
 * {@link readYamlStream} alone decides what a text means, as it does for a check. The hardened text is read again: unless
 * every document is exactly the one before plus what {@link harden} filled in, there is no text.
 */
export function hardenYaml(text: string, posture: Posture, target: Target): HardenedYaml {
  const before = readYamlStream(text);
  const parts = partsOf(text, before.documents, (value) => (isObject(value) ? harden(value, posture, target) : value));
  for (;;) {
    const documents = documentsOf(text, parts);
    const hardened = documents.map(({ after }) => after).join('');
    const after = hardened === text ? before : readYamlStream(hardened);
    const byIndex = new Map(after.documents.map((document) => [document.index, document]));
    const wrong = parts.filter((part) => !part.text.isReadIn(byIndex));
    const read = { before: before.documents, after: after.documents };
    if (wrong.length === 0 && isSameShape(before, after))
      return { text: hardened, documents, problems: before.problems, read };
    const stuck = wrong.filter((part) => !part.text.writeNextWay());
    if (stuck.length === 0 && wrong.length > 0) continue;
    const refusals = stuck.length > 0 ? stuck.map((part) => part.text.refusal()) : [SHAPE];
    return { documents: [], problems: inOrder([...before.problems, ...refusals]), read: { ...read, after: [] } };
  }
}

const SHAPE: YamlProblem = {
  line: 1,
  message: 'the text cannot be hardened: once filled, it has other documents: put each document into a file of its own',
};

function partsOf(text: string, documents: ReadonlyArray<YamlDocument>, harden: (value: unknown) => unknown): Part[] {
  const snippets = new Snippets();
  const parts: Part[] = [];
  for (let i = 0; i < documents.length;) {
    const first = documents[i];
    const own = [first];
    for (i += 1; documents[i]?.start === first.start; i += 1) own.push(documents[i]);
    const hardened = own.map(({ value }) => harden(value));
    const { start, end } = first;
    parts.push({ start, end, text: new DocumentText(text.slice(start, end), own, hardened, snippets) });
  }
  return parts;
}

function documentsOf(text: string, parts: ReadonlyArray<Part>): HardenedDocument[] {
  let from = 0;
  const documents = parts.map(({ start, end, text: part }) => {
    const document = { before: text.slice(from, end), after: text.slice(from, start) + part.current };
    from = end;
    return document;
  });
  const rest = text.slice(from);
  return rest === '' && documents.length > 0 ? documents : [...documents, { before: rest, after: rest }];
}

/** Whether two streams have their documents, and what cannot be read, at the same places in their order. */
function isSameShape(a: YamlStream, b: YamlStream): boolean {
  const shape = (stream: YamlStream): string =>
    [...stream.documents.map(({ index }) => `d${index}`), ...stream.problems.map(({ index }) => `p${index}`)].join();
  return shape(a) === shape(b);
}

function inOrder(problems: ReadonlyArray<YamlProblem>): YamlProblem[] {
  return [...problems].sort((a, b) => a.line - b.line);
}
