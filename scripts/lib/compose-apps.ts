import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { STACKS } from '../../examples/compose/stacks';
import { tryCommand } from './command';
import { objectsOf, ROOT } from './repository';

/** Stricter than the template of the cdk8s CLI, as a careful user sets them. */
const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  skipLibCheck: true,
  module: 'CommonJS',
  target: 'ES2022',
  outDir: 'compiled',
};

/**
 * Compiles the TypeScript that `secure-edge compose` wrote for the examples in a project with the installed package, runs it, and
 * compares its manifests with the YAML of the same conversion.
 * @returns the first problem
 */
export function problemOfComposeApps(project: string): string | undefined {
  const folder = join(project, 'compose-apps');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: STACKS.map(({ name }) => `${name}.ts`) }),
  );
  for (const { name } of STACKS) copyFileSync(join(distOf(name), `${name}.ts`), join(folder, `${name}.ts`));
  const compiled = tryCommand(process.execPath, ['../node_modules/typescript/bin/tsc'], { cwd: folder });
  if (!compiled.ok) return compiled.stdout;
  for (const { name } of STACKS) {
    const output = join(folder, 'dist', name);
    const { ok, stderr } = tryCommand(process.execPath, [`compiled/${name}.js`], {
      cwd: folder,
      env: { CDK8S_OUTDIR: output },
    });
    if (!ok) return `${name}: ${stderr}`;
    const file = `${name}.k8s.yaml`;
    if (!isDeepStrictEqual(objectsOf(join(output, file)), objectsOf(join(distOf(name), file))))
      return `${name}: the TypeScript does not write the manifests of the YAML`;
  }
  return undefined;
}

function distOf(name: string): string {
  return join(ROOT, 'examples/compose', name, 'dist');
}
