import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { objectsOf, ROOT } from '../../scripts/lib/repository';
import type { LossEntry } from '../../src/compose/loss-report';
import { exhaustive } from '../../test/exhaustive';
import { prettier } from '../../test/compose/typescript/prettier';
import { runApp } from '../../test/compose/typescript/run-app';
import { convertStack, STACKS } from './stacks';

const distOf = (name: string): string => join(__dirname, name, 'dist');
const textOf = (name: string, file: string): string => readFileSync(join(distOf(name), file), 'utf8');
const lossesOf = (name: string): LossEntry[] =>
  (JSON.parse(textOf(name, 'loss.json')) as { entries: LossEntry[] }).entries;

const output = mkdtempSync(join(tmpdir(), 'compose-'));
afterAll(() => {
  rmSync(output, { recursive: true });
});

test.each(STACKS)('dist/ of $name contains the output of the command', async (stack) => {
  const folder = join(output, stack.name);
  const { code } = await convertStack(stack, 'yaml', folder);
  await convertStack(stack, 'typescript', folder);
  const { name } = stack;
  expect(readdirSync(folder).sort()).toEqual(readdirSync(distOf(name)).sort());
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), 'utf8')).toBe(textOf(name, file));
  expect(code).toBe(lossesOf(name).some(({ outcome }) => outcome === 'refused') ? 1 : 0);
});

test.each(STACKS)('the TypeScript of $name has the manifests of the YAML', ({ name }) => {
  expect(runApp(textOf(name, `${name}.ts`))).toEqual(objectsOf(join(distOf(name), `${name}.k8s.yaml`)));
});

test.each(STACKS)('Prettier does not change the TypeScript of $name', async ({ name }) => {
  const text = textOf(name, `${name}.ts`);
  expect(await prettier(text)).toBe(text);
});

// `npm run types` compiles it with nearly the same settings
(exhaustive ? test : test.skip)('the TypeScript compiles under the strictest settings', () => {
  const files = STACKS.map(({ name }) => join(distOf(name), `${name}.ts`));
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    resolveJsonModule: true,
    ignoreDeprecations: '6.0',
    paths: { 'cdk8s-secure-edge': [join(ROOT, 'src/index.ts')] },
  });
  const problems = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
