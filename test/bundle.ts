import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleProgram } from '../scripts/build/program-bundles';
import { BUNDLE } from './programs';

const ROOT = join(__dirname, '..');

/** Bundles the programs that tests start, once for all tests. */
export default async function bundlePrograms(): Promise<void> {
  const programs = [
    'src/cli/compiled-bundle.ts',
    'src/cli/secure-edge.ts',
    'src/index.ts',
    ...['deploy', 'validate', 'teardown'].map((name) => `scripts/demo/${name}.ts`),
  ];
  await build({
    absWorkingDir: ROOT,
    entryPoints: programs,
    outdir: BUNDLE,
    outbase: ROOT,
    bundle: true,
    platform: 'node',
    packages: 'external',
    target: 'node20',
    // as the published bundle: it starts faster
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'error',
  });
  await bundleProgram(join(BUNDLE, 'src/cli'));
}
