import { InputError } from '../../diagnostics/input-error';
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
  const { name, version } = opened;
  if (name === '' || version === '')
    throw new InputError(subject, [
      'has no name and version in MANIFEST.JSON, so it cannot be distinguished from others',
    ]);
  // name and version become names of files
  packageMetadata(name, version);
  return { subject, folder, opened, app: name, version };
}
