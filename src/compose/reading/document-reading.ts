import { isObject } from '../../kubernetes/manifest';
import { readComposeDocuments } from './compose-document';
import { type InterpolatedDocument, interpolatedDocument } from './interpolated-document';
import type { Model } from './model';
import { writeOldKeysAsNew } from './old-keys';
import type { Session } from './session';

/** Files that are read together, and what their values depend on. */
export interface Scope {
  /** Absolute paths of the files, which are merged in this order. */
  readonly files: ReadonlyArray<string>;
  /** Absolute path of the folder to which their relative paths refer. */
  readonly folder: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Files whose `include` led here, from the first. */
  readonly includedBy: ReadonlyArray<string>;
}

/** Reads the documents of a file, with the values of their variables and with the keys of today. */
export function readDocuments(
  path: string,
  environment: ReadonlyMap<string, string>,
  session: Session,
): InterpolatedDocument[] {
  const { origins, problems, unset } = session;
  const file = session.files.nameOf(path);
  const documents = readComposeDocuments(session.files.read(path), file).map((document) =>
    interpolatedDocument(document, {
      lookup: (name) => environment.get(name),
      origins,
      problems,
      unset: (name) => unset.add(name),
    }),
  );
  problems.throwIfAny();
  for (const document of documents) writeOldKeysAsNew(document, session, file);
  problems.throwIfAny();
  return documents;
}

/** Removes the values of earlier files that a document resets or overrides. */
export function removeValues(model: Model, { removed }: InterpolatedDocument): void {
  for (const path of removed) {
    const parents = path.slice(0, -1);
    let parent: unknown = model;
    for (const step of parents) parent = isObject(parent) ? parent[step] : undefined;
    if (isObject(parent)) delete parent[path.at(-1) ?? ''];
  }
}
