import { Problems, quote } from '../diagnostics/input-error';
import { stringAt, type JsonObject } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import { MAX_MANIFEST_SIZE } from './limits';
import { MANIFEST_NAME } from './package-contents';

/** What a package says of itself. */
export interface PackageMetadata {
  readonly name: string;
  readonly version: string;
  /** The whole `MANIFEST.JSON`: what the author gave, with name and version. */
  readonly manifest: { readonly [key: string]: unknown };
}

/** container-app-service makes files of it, unchecked. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$/;

/** @throws InputError for a name or version that is none, or that the author's manifest contradicts */
export function packageMetadata(name: string, version: string, manifest: object = {}): PackageMetadata {
  const problems = new Problems();
  const given: Readonly<Record<string, unknown>> = { ...manifest };
  if (!NAME.test(name))
    problems.add(
      `name must be 1 to 63 letters, digits, dots, dashes and underscores, the first a letter or digit, got ${quote(name)}`,
    );
  if (!VERSION.test(version))
    problems.add(
      `version must be 1 to 63 letters, digits, dots, dashes, underscores and pluses, the first a letter or digit, got ${quote(version)}`,
    );
  for (const [key, value] of Object.entries({ name, version }))
    if (given[key] !== undefined && given[key] !== value)
      problems.add(
        `${key} is ${quote(value)}, but ${quote(given[key])} in the manifest: give the same, or leave it out`,
      );
  const metadata = { name, version, manifest: { ...given, name, version } };
  const { length } = renderManifest(metadata);
  if (length > MAX_MANIFEST_SIZE)
    problems.add(`has a ${MANIFEST_NAME} of ${length} bytes: the limit is ${MAX_MANIFEST_SIZE}`);
  problems.throwIfAny(`app package ${quote(name)}`);
  return metadata;
}

export function renderManifest({ manifest }: PackageMetadata): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Reads a `MANIFEST.JSON`; undefined if it is not a JSON object. Other writers may leave out any part of it. */
export function parseManifest(bytes: Buffer): PackageMetadata | undefined {
  let manifest: JsonObject;
  try {
    manifest = readJsonObject(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
  return { name: stringAt(manifest, 'name') ?? '', version: stringAt(manifest, 'version') ?? '', manifest };
}
