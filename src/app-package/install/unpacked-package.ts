import { InputError, quote } from '../../diagnostics/input-error';
import { openPackage, type OpenedPackage } from '../open-package';
import { packageMetadata } from '../package-metadata';
import { UnpackTarget } from '../payload/unpack';
import { packageSubject } from '../read-package';
import type { InstallRequest } from './install-request';

/** Opened package in a temporary folder. */
export interface UnpackedPackage {
  readonly subject: string;
  readonly folder: string;
  readonly opened: OpenedPackage;
  readonly app: string;
  readonly version: string;
}

/**
 * Opens the package of a request into a folder.
 * @throws InputError if the package cannot be opened, or its manifest has no usable name and version
 */
export async function unpackPackage(request: InstallRequest, folder: string): Promise<UnpackedPackage> {
  const { path, limits, opener, trustedKey, onProgress } = request;
  const subject = packageSubject(path);
  const opened = await openPackage(
    {
      path,
      limits,
      opener,
      trustedKey,
      onProgress: (done, of) => onProgress('opening', done, of),
    },
    new UnpackTarget(folder),
  );
  const name = identified(subject, 'name', '--name', opened.name, request.identity?.name);
  const version = identified(subject, 'version', '--app-version', opened.version, request.identity?.version);
  // name and version become names of files
  packageMetadata(name, version);
  return { subject, folder, opened, app: name, version };
}

/** Returns the name or the version of an app. The user can specify what the manifest of the package does not contain. */
function identified(
  subject: string,
  what: string,
  option: string,
  inManifest: string,
  given: string | undefined,
): string {
  if (inManifest === '') {
    if (given !== undefined) return given;
    throw new InputError(subject, [`has no ${what} in MANIFEST.JSON: specify it with ${option}`]);
  }
  if (given === undefined || given === inManifest) return inManifest;
  throw new InputError(subject, [
    `has the ${what} ${quote(inManifest)} in MANIFEST.JSON, not ${quote(given)}: leave out ${option}`,
  ]);
}
