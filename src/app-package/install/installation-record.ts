import { readdirSync, readFileSync, statSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';
import { isObject, type JsonObject } from '../../kubernetes/manifest';
import { dnsLabel, dnsSubdomain } from '../../kubernetes/syntax';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';
import { VOLUME_NAME } from './data-volume';
import { containedPath } from '../contained-path';
import { MAX_RECORD_SIZE } from '../limits';
import { isImageName } from '../payload/payload';
import { readSmallFile } from '../files/read-file';
import { payloadPathProblem } from '../payload/payload-path';
import { fileProblem } from '../../diagnostics/file-error';
import type { ImageArchive, Installation } from './installation';

/** File in the folder of an app with the record of its installation. */
export const RECORD_FILE = 'installed.json';

/** Name of the folder of a version: the version, and the start of the digest of its content. */
export const VERSION_FOLDER = /^[A-Za-z0-9][A-Za-z0-9._+-]*-[0-9a-f]{12}$/;

/** Values that a record of an earlier version of this command does not have. */
const UNKNOWN: Pick<Installation, 'form' | 'digest' | 'pods' | 'volumes' | 'state' | 'former'> = {
  form: null,
  digest: null,
  pods: [],
  volumes: [],
  state: { isStarted: true, since: null },
  former: null,
};

/** Record of an installation, with its text. */
export interface StoredRecord {
  readonly text: string;
  readonly installation: Installation;
}

/**
 * Reads the record of an app.
 * @param root folder of all apps
 * @returns undefined if the app has no record
 * @throws InputError if the file is not a record of this app, with a fix
 */
export function readRecord(root: string, app: string): StoredRecord | undefined {
  const file = containedPath(root, app, RECORD_FILE);
  let text: string;
  try {
    const status = statSync(file);
    const { size } = status;
    if (!status.isFile()) throw new Error('it is not a file');
    if (size > MAX_RECORD_SIZE) throw new Error(`it has ${size} bytes: the limit is ${MAX_RECORD_SIZE}`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw unusable(file, app, fileProblem(error));
  }
  const problem = recordProblem(parse(text), app);
  if (problem !== undefined) throw unusable(file, app, problem);
  return { text, installation: { ...UNKNOWN, ...(JSON.parse(text) as Installation) } };
}

/**
 * Reads the record in the folder of a removed app.
 * @param folder name of the hidden folder
 * @returns undefined if there is none, or if it is not usable
 */
export function readRetiredRecord(root: string, folder: string): Installation | undefined {
  try {
    const text = readSmallFile(containedPath(root, folder, RECORD_FILE), MAX_RECORD_SIZE).toString('utf8');
    const record = parse(text);
    const app = isObject(record) && typeof record['app'] === 'string' ? record['app'] : '';
    return recordProblem(record, app) === undefined ? { ...UNKNOWN, ...(record as Installation) } : undefined;
  } catch {
    return undefined;
  }
}

/** Installations of other apps. */
export interface OtherRecords {
  readonly installations: ReadonlyArray<Installation>;
  /** One sentence for each app whose record cannot be read. */
  readonly notes: ReadonlyArray<string>;
}

/** Reads the records of all other apps. An unreadable record does not prevent an installation. */
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
    `${problem}: move the file away and install app ${quote(app)} again; its pods continue to run`,
  ]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Checks every path and name of a record, because its files are deleted, read, written and loaded. */
function recordProblem(record: unknown, app: string): string | undefined {
  if (!isObject(record)) return 'is not a JSON object';
  const { version, previous, state, former } = record;
  if (version !== 1) return `has the format version ${quote(version)}; this command reads 1`;
  if (record['app'] !== app) return `is the record of app ${quote(record['app'])}`;
  if (previous !== null && !isVersionFolder(previous))
    return `has the previous folder ${quote(previous)}; must be the folder of a version, or null`;
  if (state !== undefined && !isState(state)) return `has the state ${quote(state)}; must be isStarted and since`;
  const problem = versionProblem(record);
  if (problem !== undefined || former === undefined || former === null) return problem;
  if (!isObject(former)) return 'has a "former" that is neither an object nor null';
  const ofFormer = versionProblem(former);
  return ofFormer && `${ofFormer}, in "former"`;
}

function versionProblem(record: JsonObject): string | undefined {
  const { appVersion, folder, images, applied, form, digest, pods, volumes } = record;
  if (typeof appVersion !== 'string') return `has the appVersion ${quote(appVersion)}; must be a string`;
  if (!isVersionFolder(folder)) return `has the folder ${quote(folder)}; must be the folder of a version`;
  if (applied !== null && typeof applied !== 'string') return `has an "applied" that is neither a string nor null`;
  if (applied !== null && !isObjects(applied)) return 'has an "applied" that is not a list of objects';
  if (!Array.isArray(images)) return 'has "images" that are not a list';
  const bad = (images as unknown[]).findIndex((image) => !isImageArchive(image));
  if (bad >= 0) return `has ${quote(images[bad])} at /images/${bad}; must be an archive with its digest and tags`;
  if (!isNone(form) && typeof form !== 'string') return `has the form ${quote(form)}; must be a string or null`;
  if (!isNone(digest) && !isDigest(digest)) return `has the digest ${quote(digest)}; must be a SHA-256 or null`;
  if (!isListOf(pods, isPodText)) return 'has "pods" that are not a list of names and texts';
  return isListOf(volumes, isVolume) ? undefined : 'has "volumes" that are not a list of names and owners';
}

function isNone(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isItem));
}

function isState(state: unknown): boolean {
  return isObject(state) && typeof state['isStarted'] === 'boolean' && isTextOrNull(state['since']);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isPodText(pod: unknown): boolean {
  if (!isObject(pod) || typeof pod['text'] !== 'string' || typeof pod['pod'] !== 'string') return false;
  const [namespace = '', name = '', ...others] = pod['pod'].split('/');
  return (
    others.length === 0 &&
    dnsLabel('namespace', namespace) === undefined &&
    dnsSubdomain('name', name) === undefined &&
    isObjects(pod['text'])
  );
}

function isVolume(volume: unknown): boolean {
  return (
    isObject(volume) &&
    typeof volume['name'] === 'string' &&
    VOLUME_NAME.test(volume['name']) &&
    [volume['uid'], volume['gid'], volume['mode']].every(Number.isInteger)
  );
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
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
  const { file, digest, tags, found = [] } = image;
  return (
    typeof file === 'string' &&
    isImageName(file) &&
    payloadPathProblem(file) === undefined &&
    isDigest(digest) &&
    [tags, found].every((names) => Array.isArray(names) && names.every((name) => typeof name === 'string'))
  );
}
