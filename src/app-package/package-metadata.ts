import { Problems, quote } from '../diagnostics/input-error';
import { stringAt, type JsonObject } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import { MAX_MANIFEST_SIZE } from './limits';
import { MANIFEST_NAME } from './package-contents';

/** Metadata of a package. */
export interface PackageMetadata {
  readonly name: string;
  readonly version: string;
  /** Content of `MANIFEST.JSON`: the values of the author, with name and version. */
  readonly manifest: { readonly [key: string]: unknown };
}

/** Pattern of a name, which container-app-service uses as a file name without a check. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$/;

/**
 * Creates the metadata of a package.
 * @throws InputError if the name or the version is invalid, or differs from the author's manifest
 */
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
        `${key} is ${quote(value)}, but ${quote(given[key])} in the manifest: use the same value, or remove it there`,
      );
  const metadata = { name, version, manifest: { ...given, name, version } };
  const { length } = renderManifest(metadata);
  if (length > MAX_MANIFEST_SIZE)
    problems.add(`has a ${MANIFEST_NAME} of ${length} bytes: the limit is ${MAX_MANIFEST_SIZE}`);
  problems.throwIfAny(`app package ${quote(name)}`);
  return metadata;
}

/** Renders `MANIFEST.JSON`. */
export function renderManifest({ manifest }: PackageMetadata): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Parses a `MANIFEST.JSON`. Undefined if it is not a JSON object. Other writers may leave out any part of it. */
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
