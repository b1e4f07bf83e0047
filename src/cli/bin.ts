#!/usr/bin/env node
/** Starts the command from one bundled file, which loads faster than hundreds of modules. */
import { bundleFor, compiledBundle } from './compiled-bundle';
import { configMayNamePackFile } from './config-packs';
import { namesPackFile } from '../validation/pack-file';

// a user's own pack uses the classes of the library, and the bundle contains copies of them
const mayLoadPack = namesPackFile(process.argv) || configMayNamePackFile(process.argv);
try {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  if (mayLoadPack) require('./secure-edge');
  else compiledBundle(__dirname, bundleFor(process.argv.slice(2))).run(require);
} catch (error) {
  void import('./internal-error').then(({ endWithInternalError }) => endWithInternalError(error));
}
