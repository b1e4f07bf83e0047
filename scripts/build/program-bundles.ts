import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { BUNDLES, CODE_EXTENSION } from '../../src/cli/compiled-bundle';
import { ownPackage } from '../../src/diagnostics/own-package';
import { command } from '../lib/command';
import { ROOT } from '../lib/repository';
import { lateModules } from './late-modules';
import { onlyCommand } from './only-command';

/** Package in the bundles. All others are loaded from their own folders. */
const BUNDLED = 'commander';

/** Puts what the program reads of its `package.json` into the bundle. */
const inlinePackage: Plugin = {
  name: 'own package',
  setup(bundling) {
    const { name, version, repository, bugs, devDependencies } = ownPackage();
    const own = JSON.stringify({ name, version, repository, bugs, devDependencies });
    bundling.onLoad({ filter: /\/own-package\.ts$/ }, () => ({
      contents: `export const ownPackage = () => (${own});`,
    }));
  },
};

const SETTINGS: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20.16',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'error',
};

/**
 * Bundles the program into a folder: `bin.js`, which starts it, and the program itself as one expression, a function of
 * `require`. Then writes beside each bundle the code that V8 compiles from it.
 */
export async function bundleProgram(folder: string): Promise<void> {
  await Promise.all(Object.entries(BUNDLES).map(([word, name]) => bundle(folder, word, name)));
  await build({
    ...SETTINGS,
    entryPoints: ['src/cli/bin.ts'],
    outfile: join(folder, 'bin.js'),
    external: ['./secure-edge'],
    plugins: [inlinePackage],
    allowOverwrite: true,
  });
  for (const name of Object.values(BUNDLES))
    command(process.execPath, ['--import', 'tsx', join(__dirname, 'code-cache.ts'), folder, name]);
}

async function bundle(folder: string, word: string, name: string): Promise<void> {
  const file = join(folder, `${name}.js`);
  // compiled code of an older bundle could fit a new one of the same length
  rmSync(join(folder, `${name}${CODE_EXTENSION}`), { force: true });
  const license = readFileSync(join(ROOT, 'node_modules', BUNDLED, 'LICENSE'), 'utf8');
  const { metafile } = await build({
    ...SETTINGS,
    metafile: true,
    // errors about props name classes
    keepNames: word === 'all',
    entryPoints: ['src/cli/secure-edge.ts'],
    outfile: file,
    plugins: [lateModules(BUNDLED), inlinePackage, ...(word === 'all' ? [] : [onlyCommand(word)])],
    banner: { js: '(function (require) { var module = { exports: {} };' },
    footer: { js: `})\n/* ${BUNDLED}:\n\n${license}*/` },
  });
  const foreign = Object.keys(metafile.inputs).filter(
    (path) => path.startsWith('node_modules/') && !path.startsWith(`node_modules/${BUNDLED}/`),
  );
  if (foreign.length > 0) throw new Error(`packages without their license in ${file}: ${foreign.join(', ')}`);
  // it is read as Latin-1, which is faster than UTF-8
  const [line] = /^.*[^\0-\x7f].*$/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (line !== undefined)
    throw new Error(`${file} is not ASCII: write \\u escapes in the regular expressions of ${line.slice(0, 1000)}`);
}
