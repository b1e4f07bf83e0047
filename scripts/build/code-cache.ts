/**
 * Writes the compiled code of a bundle. The code contains the functions that ran before, so the program works on a manifest
 * first.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Compiled from '../../src/cli/compiled-bundle';
import { ROOT } from '../lib/repository';

const FOLDER = join(ROOT, 'lib/src/cli');
const MANIFEST = join(__dirname, 'manifest.yaml');

// what is published is compiled, and not the sources
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { BUNDLES, CODE_EXTENSION, codeCache, compiledBundle } = require(
  join(FOLDER, 'compiled-bundle'),
) as typeof Compiled;

const name = process.argv[2] === BUNDLES.check ? BUNDLES.check : BUNDLES.all;
const { script, run } = compiledBundle(FOLDER, name);
process.argv.splice(1, Infinity, join(FOLDER, 'bin.js'), name === BUNDLES.check ? 'check' : 'harden', MANIFEST);
run(require);
process.on('exit', () => {
  writeFileSync(join(FOLDER, `${name}${CODE_EXTENSION}`), codeCache(script));
  process.exitCode = 0;
});
