#!/usr/bin/env node
/** Starts the command from one bundled file, which loads faster than hundreds of modules. */
import { configMayNamePackFile } from './config-packs';
import { endWithInternalError } from './internal-error';
import { namesPackFile } from '../validation/pack-file';

// a user's own pack uses the classes of the library, and the bundle contains copies of them
const mayLoadPack = namesPackFile(process.argv) || configMayNamePackFile(process.argv);
const program = mayLoadPack ? './secure-edge' : './secure-edge.bundle';
try {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require(program);
} catch (error) {
  endWithInternalError(error);
}
