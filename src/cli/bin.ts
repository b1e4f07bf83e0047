#!/usr/bin/env node
/** Starts the command from one file, which is read sooner than the hundreds that it is made of. */
import { endWithInternalError } from './internal-error';
import { namesPackFile } from './pack-file';

// a pack of a user's own is made of the library's classes, of which the one file has copies
const program = namesPackFile(process.argv) ? './secure-edge' : './secure-edge.bundle';
try {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require(program);
} catch (error) {
  endWithInternalError(error);
}
