import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectsOf } from '../../scripts/lib/repository';
import type { LossEntry } from '../../src/compose/loss-report';
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
