import { readdirSync, readFileSync, statSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';
import { containedPath } from '../contained-path';
import { MAX_RECORD_SIZE } from '../limits';
import { isImageName } from '../payload/payload';
import { payloadPathProblem } from '../payload/payload-path';
import { fileProblem } from '../../diagnostics/file-error';
import type { ImageArchive, Installation } from './installation';

/** File in the folder of an app that says what is installed. */
export const RECORD_FILE = 'installed.json';

/** Folder of one version of an app: the version, and the beginning of the digest of its content. */
export const VERSION_FOLDER = /^[A-Za-z0-9][A-Za-z0-9._+-]*-[0-9a-f]{12}$/;

/** A record, as text and as what it says. */
export interface StoredRecord {
  readonly text: string;
  readonly installation: Installation;
}

/**
 * Reads the record of an app.
 * @param root folder of all apps
 * @returns undefined when the app has none
 * @throws InputError for one that is not a record of this app; says what to do
 */
export function readRecord(root: string, app: string): StoredRecord | undefined {
  const file = containedPath(root, app, RECORD_FILE);
  let text: string;
  try {
    const status = statSync(file);
    const { size } = status;
    if (!status.isFile()) throw new Error('it is not a file');
    if (size > MAX_RECORD_SIZE) throw new Error(`it has ${size} bytes, at most ${MAX_RECORD_SIZE} are read`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw unusable(file, app, fileProblem(error));
  }
  const problem = recordProblem(parse(text), app);
  if (problem !== undefined) throw unusable(file, app, problem);
  return { text, installation: JSON.parse(text) as Installation };
}

/** What is installed beside one app, and why a record is not read. */
export interface OtherRecords {
  readonly installations: ReadonlyArray<Installation>;
  /** One sentence for each app whose record is not readable. */
  readonly notes: ReadonlyArray<string>;
}

/** The records of all other apps. One that cannot be read is in no other app's way. */
export function readOtherRecords(root: string, app: string): OtherRecords {
  const installations: Installation[] = [];
  const notes: string[] = [];
  for (const entry of readdirSync(root, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || entry.name === app || entry.name.startsWith('.')) continue;
    try {
      const record = readRecord(root, entry.name);
      if (record !== undefined) installations.push(record.installation);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      notes.push(`${error.message}; its images count as images of this machine`);
    }
  }
  return { installations, notes };
}

function unusable(file: string, app: string, problem: string): InputError {
  return new InputError(`record ${quote(file)}`, [
    `${problem}: move the file away and install app ${quote(app)} again; its pods keep running meanwhile`,
  ]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Every path and name of a record is checked: what it says is deleted, read and loaded. */
function recordProblem(record: unknown, app: string): string | undefined {
  if (!isObject(record)) return 'is not a JSON object';
  const { version, appVersion, folder, previous, images, applied } = record;
  if (version !== 1) return `has the format version ${quote(version)}; this command reads 1`;
  if (record['app'] !== app) return `is the record of app ${quote(record['app'])}`;
  if (typeof appVersion !== 'string') return `has the appVersion ${quote(appVersion)}; must be a string`;
  if (!isVersionFolder(folder)) return `has the folder ${quote(folder)}; must be the folder of a version`;
  if (previous !== null && !isVersionFolder(previous))
    return `has the previous folder ${quote(previous)}; must be the folder of a version, or null`;
  if (applied !== null && typeof applied !== 'string') return `has an "applied" that is neither a string nor null`;
  if (applied !== null && !isObjects(applied)) return 'has an "applied" that is not a list of objects';
  if (!Array.isArray(images)) return 'has "images" that are not a list';
  const bad = (images as unknown[]).findIndex((image) => !isImageArchive(image));
  return bad < 0
    ? undefined
    : `has ${quote(images[bad])} at /images/${bad}; must be an archive with its digest and tags`;
}

function isObjects(text: string): boolean {
  const { documents, problems } = readYamlStream(text);
  return problems.length === 0 && documents.every(({ value }) => isObject(value));
}

function isVersionFolder(name: unknown): boolean {
  return typeof name === 'string' && VERSION_FOLDER.test(name);
}

function isImageArchive(image: unknown): image is ImageArchive {
  if (!isObject(image)) return false;
  const { file, digest, tags } = image;
  return (
    typeof file === 'string' &&
    isImageName(file) &&
    payloadPathProblem(file) === undefined &&
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    Array.isArray(tags) &&
    tags.every((tag) => typeof tag === 'string')
  );
}
