import { isObject } from '../kubernetes/manifest';
import { objectsIn } from '../kubernetes/objects';
import { containersOf, crowdProblem, podsOf } from '../kubernetes/pods';
import type { Target } from '../kubernetes/target';
import { readYamlStream, type YamlDocument, type YamlStream } from '../kubernetes/yaml/yaml-stream';
import { DocumentText } from './document-text';
import { harden } from './harden';
import type { HardenContext } from './harden-context';
import type { Note } from './note';
import type { Posture } from './posture';
import { Snippets } from '../kubernetes/yaml/snippets';

/** Problem of a text that cannot be read or hardened. */
export interface YamlProblem {
  /** Line number, starting at 1. */
  readonly line: number;
  readonly message: string;
}

/** Text of a document before and after hardening. It includes the text between the document and the previous one. */
export interface HardenedDocument {
  readonly before: string;
  readonly after: string;
}

/** Note about a document, with the line of the field in the author's text. */
export interface NoteInText extends Note {
  /** Line number, starting at 1. */
  readonly line: number;
}

/** Hardened text of YAML or JSON. */
export interface HardenedYaml {
  /**
   * Hardened text, in which unreadable documents are unchanged. If it is unset, a readable document cannot be hardened, and
   * the caller must not write anything.
   */
  readonly text?: string;
  /** Documents in their order. Together they are the whole text. */
  readonly documents: HardenedDocument[];
  readonly problems: YamlProblem[];
  /** Notes about what hardening left unset, and about what it filled. */
  readonly notes: NoteInText[];
  /** Documents in the text before and after hardening. */
  readonly read: { readonly before: YamlDocument[]; readonly after: YamlDocument[] };
}

/** Part of the text that contains documents, with its start and end. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly text: DocumentText;
}

/**
 * Hardens the documents in a text of YAML or JSON. Keeps every byte of the author, and fills the gaps with new lines. If that
 * is not possible, the document is a problem.
 *
 * Only {@link readYamlStream} interprets a text, as in a check. It also reads the hardened text, and the result has a text
 * only if every document in it is exactly the result of {@link harden}.
 */
export function hardenYaml(
  text: string,
  posture: Posture,
  target: Target,
  context: Omit<HardenContext, 'onNote'> = {},
  before: YamlStream = readYamlStream(text),
): HardenedYaml {
  const crowded = before.documents.flatMap(crowdedPods);
  if (crowded.length > 0)
    return {
      documents: [],
      problems: inOrder([...before.problems, ...crowded]),
      notes: [],
      read: { before: before.documents, after: [] },
    };
  const notes: NoteInText[] = [];
  const parts = partsOf(text, before.documents, ({ value, lineOf }) => {
    if (!isObject(value)) return value;
    const onNote = (note: Note): void => void notes.push({ ...note, line: lineOf(note.pointer) });
    return harden(value, posture, target, { ...context, onNote });
  });
  const documents = documentsOf(text, parts);
  const hardened = documents.map(({ after }) => after).join('');
  const after = hardened === text ? before : readYamlStream(hardened);
  const byIndex = new Map(after.documents.map((document) => [document.index, document]));
  const wrong = parts.filter((part) => !part.text.isReadIn(byIndex));
  const read = { before: before.documents, after: after.documents };
  if (wrong.length === 0 && isSameShape(before, after))
    return { text: hardened, documents, problems: before.problems, notes, read };
  const refusals = wrong.length > 0 ? wrong.map((part) => part.text.refusal()) : [SHAPE];
  const problems = inOrder([...before.problems, ...refusals]);
  return { documents: [], problems, notes: [], read: { ...read, after: [] } };
}

function crowdedPods({ value, lineOf }: YamlDocument): YamlProblem[] {
  const problems: YamlProblem[] = [];
  for (const { object, pointer } of objectsIn(value).objects) {
    for (const pod of podsOf(object)) {
      const problem = crowdProblem(containersOf(pod.spec));
      if (problem === undefined) continue;
      problems.push({ line: lineOf(pointer + pod.pointer), message: `the document cannot be hardened: ${problem}` });
    }
  }
  return problems;
}

const SHAPE: YamlProblem = {
  line: 1,
  message:
    'the text cannot be hardened, because the hardened text would contain other documents: put each document into its own file',
};

function partsOf(
  text: string,
  documents: ReadonlyArray<YamlDocument>,
  harden: (document: YamlDocument) => unknown,
): Part[] {
  const snippets = new Snippets();
  const byStart = new Map<number, [YamlDocument, ...YamlDocument[]]>();
  for (const document of documents) {
    const own = byStart.get(document.start);
    if (own) own.push(document);
    else byStart.set(document.start, [document]);
  }
  return [...byStart.values()].map((own) => {
    const [{ start, end }] = own;
    const hardened = own.map(harden);
    return { start, end, text: new DocumentText(text.slice(start, end), own, hardened, snippets) };
  });
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

/** Returns true if two streams have their documents and their unreadable parts in the same order. */
function isSameShape(a: YamlStream, b: YamlStream): boolean {
  const shape = (stream: YamlStream): string =>
    [...stream.documents.map(({ index }) => `d${index}`), ...stream.problems.map(({ index }) => `p${index}`)].join();
  return shape(a) === shape(b);
}

function inOrder(problems: ReadonlyArray<YamlProblem>): YamlProblem[] {
  return [...problems].sort((a, b) => a.line - b.line);
}
