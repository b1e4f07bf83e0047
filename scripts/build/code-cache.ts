/**
 * Writes the compiled code of a bundle, given its folder and its name. The code contains the functions that ran before, so the
 * program works on a manifest first.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Compiled from '../../src/cli/compiled-bundle';

const MANIFEST = join(__dirname, 'manifest.yaml');
const [, , folder = '', named] = process.argv;

// what is published is compiled, and not the sources
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { BUNDLES, CODE_EXTENSION, codeCache, compiledBundle } = require(
  join(folder, 'compiled-bundle'),
) as typeof Compiled;

const name = named === BUNDLES.check ? BUNDLES.check : BUNDLES.all;
const { script, run } = compiledBundle(folder, name);
process.argv.splice(1, Infinity, join(folder, 'bin.js'), name === BUNDLES.check ? 'check' : 'harden', MANIFEST);
run(require);
process.on('exit', () => {
  writeFileSync(join(folder, `${name}${CODE_EXTENSION}`), codeCache(script));
  process.exitCode = 0;
});
