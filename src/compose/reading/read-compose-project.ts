import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../diagnostics/input-error';
import type { ComposeProject } from '../compose-project';
import { assembledProject } from './assembled-project';
import { readModel } from './model-reader';
import { readVariables } from './project-environment';
import { ProjectFiles } from './project-files';
import { PROJECT_NAME, projectName } from './project-name';
import { Session } from './session';

/** Options of {@link readComposeProject}. */
export interface ReadingOptions {
  /** Name of the project. Undefined if `COMPOSE_PROJECT_NAME`, the files, or their folder name it. */
  readonly projectName?: string;
  /** Profiles whose services are active. Undefined if `COMPOSE_PROFILES` lists them. */
  readonly profiles?: ReadonlyArray<string>;
  /** Files with variables. Undefined for `.env` in the folder of the first file, if it exists. */
  readonly envFiles?: ReadonlyArray<string>;
  /** Variables of the process, which have precedence over those of files. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that no path of the project may leave, such as that of an unpacked package. */
  readonly within?: string;
}

/**
 * Reads a compose project from its files, which are merged in this order.
 *
 * @throws {@link InputError} with every problem of the files
 */
export function readComposeProject(paths: ReadonlyArray<string>, options: ReadingOptions): ComposeProject {
  const [first] = paths;
  if (first === undefined) throw new InputError('Compose project', ['no file is given: give at least one']);
  return read(paths, new ProjectFiles(dirname(resolve(first)), dirname(first), options.within), options);
}

/** Reads a compose project from texts. @param folder folder to which relative paths refer */
export function readComposeTexts(
  texts: ReadonlyArray<{ readonly file: string; readonly text: string }>,
  folder: string,
  options: ReadingOptions,
): ComposeProject {
  const files = new ProjectFiles(resolve(folder), '', options.within);
  for (const { file, text } of texts) files.give(resolve(folder, file), text);
  return read(
    texts.map(({ file }) => resolve(folder, file)),
    files,
    options,
  );
}

function read(given: ReadonlyArray<string>, files: ProjectFiles, options: ReadingOptions): ComposeProject {
  const paths = given.map((path) => resolve(path));
  const environment = environmentOf(options, files);
  const name = projectName(options.projectName, (variable) => environment.get(variable), paths, files);
  environment.set(PROJECT_NAME, name);
  const session = new Session(files);
  const model = readModel({ files: paths, folder: files.folder, environment, includedBy: [] }, session);
  const profiles = options.profiles ?? listed(environment.get('COMPOSE_PROFILES'));
  return assembledProject(model, { name, environment, profiles, file: files.nameOf(paths[0] ?? '') }, session);
}

function environmentOf({ environment, envFiles }: ReadingOptions, files: ProjectFiles): Map<string, string> {
  const given = new Map(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  const standard = join(files.folder, '.env');
  const paths = envFiles?.length ? envFiles.map((path) => resolve(path)) : files.has(standard) ? [standard] : [];
  return readVariables(paths, given, files);
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
