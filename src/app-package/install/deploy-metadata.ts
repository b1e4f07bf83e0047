import { InputError, quote } from '../../diagnostics/input-error';
import { fileProblem } from '../../diagnostics/file-error';
import type { JsonObject } from '../../kubernetes/manifest';
import { JsonError, readJsonObject } from '../../kubernetes/read-json';
import { readSmallFile } from '../files/read-file';
import { MAX_MANIFEST_SIZE } from '../limits';

/** Metadata of a deployment by container-app-service: the field `metadata` of its request. */
export interface DeployMetadata {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** True if the service restarts containers that are unhealthy or stopped. Undefined if it is not specified. */
  readonly monitor: boolean | undefined;
  /** True if the service loads the app without starting it. Undefined if it is not specified. */
  readonly delayStart: boolean | undefined;
}

/**
 * Reads the metadata of a deployment by container-app-service: a JSON object with `name`, `version`, `monitor` and `delaystart`.
 * Other keys are ignored, as the service does it.
 * @throws InputError if the file cannot be read, or a value is not valid
 */
export function readDeployMetadata(file: string): DeployMetadata {
  const subject = `metadata ${quote(file)}`;
  const metadata = parse(file, subject);
  return {
    name: textAt(metadata, 'name', subject),
    version: textAt(metadata, 'version', subject),
    monitor: answerAt(metadata, 'monitor', subject),
    delayStart: answerAt(metadata, 'delaystart', subject),
  };
}

function parse(file: string, subject: string): JsonObject {
  try {
    return readJsonObject(readSmallFile(file, MAX_MANIFEST_SIZE).toString('utf8'));
  } catch (error) {
    throw new InputError(subject, [error instanceof JsonError ? error.message : fileProblem(error)]);
  }
}

function textAt(metadata: JsonObject, key: string, subject: string): string | undefined {
  const value = metadata[key];
  if (value === undefined || typeof value === 'string') return value === '' ? undefined : value;
  throw new InputError(subject, [{ field: key, problem: `must be a string, got ${quote(value)}` }]);
}

const ANSWERS: ReadonlyMap<string, boolean | undefined> = new Map([
  ['yes', true],
  ['no', false],
  ['', undefined],
]);

function answerAt(metadata: JsonObject, key: string, subject: string): boolean | undefined {
  const text = textAt(metadata, key, subject)?.toLowerCase() ?? '';
  if (ANSWERS.has(text)) return ANSWERS.get(text);
  throw new InputError(subject, [{ field: key, problem: `must be "yes" or "no", got ${quote(metadata[key])}` }]);
}
