import { basename } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import { readComposeDocuments } from './compose-document';
import type { ProjectFiles } from './project-files';
import { type Lookup, substitute } from './variables';

/** Variable that names the project. */
export const PROJECT_NAME = 'COMPOSE_PROJECT_NAME';

/**
 * Returns the name of a project: as given, of the variable {@link PROJECT_NAME}, of the key `name` of its last file that has
 * one, or of its folder.
 *
 * @throws {@link InputError} if the name has other characters than `a-z`, `0-9`, `-` and `_`
 */
export function projectName(
  given: string | undefined,
  lookup: Lookup,
  paths: ReadonlyArray<string>,
  files: ProjectFiles,
): string {
  const variable = lookup(PROJECT_NAME);
  if (given !== undefined) return projectNameOf(given, []);
  if (variable !== undefined && variable !== '') return valid(variable, `the variable ${PROJECT_NAME}`);
  return projectNameOf(undefined, [nameInFiles(paths, files, lookup), basename(files.folder)]);
}

/**
 * Returns the name of a project: as given, or the first of other names that remains without characters that a name cannot have.
 *
 * @throws {@link InputError} if the given name is invalid, or no name remains
 */
export function projectNameOf(given: string | undefined, others: ReadonlyArray<string>): string {
  if (given !== undefined) return valid(given, 'the name of the project');
  const name = others.map(normalized).find((each) => each !== '');
  if (name !== undefined) return name;
  throw new InputError('name of the project', ['no file and no folder names the project: name it with --project-name']);
}

function valid(name: string, subject: string): string {
  if (name === normalized(name) && name !== '') return name;
  throw new InputError(subject, [
    `${quote(name)} is not a name; must have only a-z, 0-9, - and _, and start with a letter or digit`,
  ]);
}

function normalized(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function nameInFiles(paths: ReadonlyArray<string>, files: ProjectFiles, lookup: Lookup): string {
  const names = paths.flatMap((path) =>
    readComposeDocuments(files.read(path), files.nameOf(path)).map(({ value }) =>
      isObject(value) ? value['name'] : undefined,
    ),
  );
  const name = names.filter((each) => typeof each === 'string' && each !== '').at(-1);
  try {
    return typeof name === 'string' ? substitute(name, lookup) : '';
  } catch {
    // reported with its place where the files are read
    return '';
  }
}
