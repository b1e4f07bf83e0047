import { readDocuments, removeValues, type Scope } from './document-reading';
import { extendServices } from './extends';
import { includeFiles } from './include';
import { mergeModels } from './merging/merge';
import { keepUniqueItems } from './merging/unique-items';
import { emptyModel, type Model } from './model';
import { resolvePaths } from './relative-paths';
import { reportSchemaProblems } from './schema-problems';
import type { Session } from './session';
import { writeOutShortForms } from './short-forms/long-forms';
import { writeDefaults } from './short-forms/defaults';

/** Reads files, and merges them to one model in its long forms. @throws {@link InputError} with the problems of a file */
export function readModel(scope: Scope, session: Session): Model {
  const model = emptyModel();
  for (const path of scope.files) readInto(model, path, scope, session);
  writeDefaults(model);
  resolvePaths(model, scope.folder);
  return model;
}

function readInto(model: Model, path: string, scope: Scope, session: Session): void {
  const { origins, problems } = session;
  const file = session.files.nameOf(path);
  for (const document of readDocuments(path, scope.environment, session)) {
    const own = document.model;
    const includer = { ...scope, includedBy: [...scope.includedBy, path] };
    includeFiles(own, document, includer, session, path, (included) => readModel(included, session));
    problems.throwIfAny();
    removeValues(model, document);
    extendServices(own, document, path, scope, session);
    problems.throwIfAny();
    mergeModels(model, own, origins, (at, message) => session.report(own, at, message, file));
    keepUniqueItems(model, origins);
    reportSchemaProblems(model, origins, problems, file);
    problems.throwIfAny();
    writeOutShortForms(model, origins, (at, message) => session.report(model, at, message, file));
    problems.throwIfAny();
    keepUniqueItems(model, origins);
  }
}
