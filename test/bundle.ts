import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { bundleProgram } from '../scripts/build/program-bundles';
import { BUNDLE } from './programs';

const ROOT = join(__dirname, '..');

const SETTINGS: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  packages: 'external',
  target: 'node20',
  logLevel: 'error',
};

/** Bundles what tests load and start, once for all of them. */
export default async function bundleAll(): Promise<void> {
  await Promise.all([bundleModules(), bundlePrograms()]);
}

/** Bundles the programs that tests start. */
export async function bundlePrograms(): Promise<void> {
  await build({
    ...SETTINGS,
    entryPoints: [
      'src/cli/compiled-bundle.ts',
      'src/cli/secure-edge.ts',
      'src/index.ts',
      ...['deploy', 'validate', 'teardown'].map((name) => `scripts/demo/${name}.ts`),
    ],
    outdir: BUNDLE,
    outbase: ROOT,
    // as the published bundle: it starts faster
    minifySyntax: true,
    minifyWhitespace: true,
  });
  await bundleProgram(join(BUNDLE, 'src/cli'));
}

/** Bundles all modules of src/ into one file: by the name of each module, a function that returns its exports. */
async function bundleModules(): Promise<void> {
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const modules = files.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)})`);
  await build({
    ...SETTINGS,
    stdin: { contents: `module.exports = {\n${modules.join(',\n')}\n};`, resolveDir: src },
    outfile: join(BUNDLE, 'modules.js'),
    // errors about props name classes
    keepNames: true,
  });
}
