import { dirname, isAbsolute, join, resolve } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import { readVariables } from './project-environment';
import type { InterpolatedDocument } from './interpolated-document';
import { mergeResources } from './merging/merge';
import { identityOf } from './merging/values';
import { emptyModel, type Model, modelAt } from './model';
import { removeValues, type Scope } from './document-reading';
import { absolutePath } from './project-files';
import type { Session } from './session';

/** Kinds of the elements that a file includes. */
const KINDS = ['services', 'jobs', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Most files that one file includes, also through others. */
const MOST_FILES = 1000;

/** Entry of `include`. */
interface Entry {
  readonly paths: ReadonlyArray<string>;
  readonly projectDirectory?: string;
  readonly envFiles: ReadonlyArray<string>;
}

/**
 * Adds the elements of included files to a document, whose own elements have precedence.
 *
 * @param readIncluded reader of the included files
 */
export function includeFiles(
  model: Model,
  document: InterpolatedDocument,
  scope: Scope,
  session: Session,
  path: string,
  readIncluded: (scope: Scope) => Model,
): void {
  const entries = model['include'];
  if (entries === undefined || entries === null) return;
  const file = session.files.nameOf(path);
  if (!Array.isArray(entries)) return session.report(model, ['include'], 'is not a list', file);
  for (const [index, value] of entries.entries()) {
    const report = (message: string): void => session.report(model, ['include', String(index)], message, file);
    const entry = entryOf(value);
    if (!entry) {
      report('must be a path, or a mapping with path, project_directory and env_file');
      continue;
    }
    const included = scopeOf(entry, scope, session, report);
    if (included) addElements(model, readIncluded(included), document, session, file);
  }
  delete model['include'];
}

function entryOf(value: unknown): Entry | undefined {
  if (typeof value === 'string') return { paths: [value], envFiles: [] };
  if (!isObject(value)) return undefined;
  const { path, project_directory: projectDirectory, env_file: envFile, ...others } = value;
  const [paths, envFiles] = [textsOf(path), textsOf(envFile ?? [])];
  const isKnown =
    Object.keys(others).length === 0 && (projectDirectory === undefined || typeof projectDirectory === 'string');
  if (!isKnown || !paths?.length || !envFiles) return undefined;
  return { paths, envFiles, ...(projectDirectory !== undefined && { projectDirectory }) };
}

function textsOf(value: unknown): string[] | undefined {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.every((text) => typeof text === 'string') ? texts : undefined;
}

/** Returns the files of an entry, and what their values depend on. Undefined if they cannot be read. */
function scopeOf(entry: Entry, scope: Scope, session: Session, report: (message: string) => void): Scope | undefined {
  const { files } = session;
  const paths = entry.paths.map((each) => absolutePath(scope.folder, each));
  const [first = ''] = paths;
  const missing = paths.find((each) => !files.has(each));
  if (missing !== undefined) {
    report(`includes ${quote(files.nameOf(missing))}, which does not exist`);
    return undefined;
  }
  const cycle = scope.includedBy.indexOf(first);
  if (cycle >= 0) {
    report(
      `includes itself: ${[...scope.includedBy.slice(cycle), first].map((each) => files.nameOf(each)).join(', which includes ')}`,
    );
    return undefined;
  }
  if (!session.countFiles(paths.length, MOST_FILES)) {
    report(`includes more than ${MOST_FILES} files`);
    return undefined;
  }
  const folder = folderOf(entry, first, scope);
  const envFiles = envFilesOf(entry, folder, scope, session, report);
  if (!envFiles) return undefined;
  const environment = readVariables(envFiles, scope.environment, session.files);
  return { files: paths, folder, environment, includedBy: scope.includedBy };
}

function folderOf({ projectDirectory }: Entry, first: string, scope: Scope): string {
  if (projectDirectory === undefined || projectDirectory === '') return dirname(first);
  return isAbsolute(projectDirectory) ? projectDirectory : resolve(scope.folder, projectDirectory);
}

function envFilesOf(
  { envFiles }: Entry,
  folder: string,
  scope: Scope,
  { files }: Session,
  report: (message: string) => void,
): string[] | undefined {
  if (envFiles.length === 0) {
    const path = join(folder, '.env');
    return files.has(path) ? [path] : [];
  }
  const paths = envFiles.filter((each) => each !== '/dev/null').map((each) => resolve(scope.folder, each));
  const missing = paths.find((each) => !files.has(each));
  if (missing === undefined) return paths;
  report(`has the env_file ${quote(files.nameOf(missing))}, which does not exist`);
  return undefined;
}

function addElements(
  model: Model,
  included: Model,
  document: InterpolatedDocument,
  session: Session,
  file: string,
): void {
  const { origins } = session;
  for (const kind of KINDS) {
    const from = modelAt(included, kind);
    if (!from) continue;
    const own = modelAt(model, kind) ?? emptyModel();
    model[kind] = own;
    for (const [name, element] of Object.entries(from)) {
      if (!Object.hasOwn(own, name)) {
        own[name] = element;
        origins.move(from, name, own);
      } else if (identityOf(own[name]) !== identityOf(element)) {
        removeValues({ [kind]: { [name]: element } }, document);
        own[name] = mergeResources([kind, name], element, own[name], origins, (at, message) =>
          session.report(model, at, message, file),
        );
      }
    }
  }
}
