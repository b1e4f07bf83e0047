import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Removes a folder, and then those above it, up to the first one that is not empty.
 * @param last the last folder that may be removed
 */
export async function removeEmptyFolders(folder: string, last: string): Promise<void> {
  for (let at = folder; at.length >= last.length; at = dirname(at)) {
    const isRemoved = await rmdir(at).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );
    if (!isRemoved) return;
  }
}
