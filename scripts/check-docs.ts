/**
 * Runs what the pages show, with the packed package. TypeScript blocks are compiled and run, and what they add to an app
 * is written. Those of doc comments, in docs/api/, are only compiled. Shell blocks run in a folder with the files that
 * their page shows. A block that needs what CI does not have says so in a comment before it,
 * `<!-- needs: a real gateway -->`; its commands and options are checked.
 *
 * Usage: node --import tsx scripts/check-docs.ts [PAGE…]
 */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocksOf, fileOf, type Block } from './docs/blocks';
import { CommandLines } from './docs/command-lines';
import { compile, runnerOf } from './docs/typescript-blocks';
import { check } from './lib/check';
import { command, tryCommand } from './lib/command';
import { pack, projectWith } from './lib/packed-package';
import { inTemporaryFolder, ROOT } from './lib/repository';

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/*.md', 'examples/*.md', 'images/*.md'];

const SHELL = ['sh', 'bash', 'shell', 'console'];

function blocksOfPages(only: ReadonlyArray<string>): Block[] {
  const pages = command('git', ['ls-files', '--', ...PAGES], { cwd: ROOT })
    .split('\n')
    .filter(Boolean);
  const wanted = pages.filter((page) => only.length === 0 || only.includes(page));
  return wanted.flatMap((page) => blocksOf(page, readFileSync(join(ROOT, page), 'utf8')));
}

function problemsIn(blocks: ReadonlyArray<Block>, project: string): string[] {
  const typescript = blocks.filter(({ language }) => ['ts', 'typescript'].includes(language));
  const { problems, modules } = compile(typescript, join(project, 'examples'));
  if (problems.length > 0) return problems;
  return pagesOf(blocks).flatMap((page) => {
    const folder = folderOf(page, project);
    return page.flatMap((block) => {
      const module = modules.get(block);
      if (module !== undefined) return problemOfModule(block, module, folder) ?? [];
      if (SHELL.includes(block.language)) return problemOfShell(block, folder) ?? [];
      return [];
    });
  });
}

function pagesOf(blocks: ReadonlyArray<Block>): Block[][] {
  const names = [...new Set(blocks.map(({ page }) => page))];
  return names.map((name) => blocks.filter(({ page }) => page === name));
}

/** A folder with the files that a page shows: blocks that begin with a comment with the file's name. */
function folderOf(page: ReadonlyArray<Block>, project: string): string {
  const folder = mkdtempSync(join(project, 'page-'));
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  for (const block of page) {
    const file = fileOf(block);
    if (file === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), block.text);
  }
  return folder;
}

function problemOfModule(block: Block, module: string, folder: string): string | undefined {
  // examples in doc comments assume files and a state of the app
  if (block.needs !== undefined || block.page.startsWith('docs/api/')) return undefined;
  const setup = block.setup === undefined ? undefined : run(block, block.setup, folder);
  if (setup !== undefined) return setup;
  const runner = module.replace(/\.mjs$/, '.run.mjs');
  writeFileSync(runner, runnerOf(module));
  const { ok, stdout, stderr } = tryCommand(process.execPath, [runner], { cwd: folder });
  return ok ? undefined : `${block.page}:${block.line}: ${stdout}${stderr}`.trim();
}

function problemOfShell(block: Block, folder: string): string | undefined {
  const lines = new CommandLines(block.text);
  const unknown = lines.problem(join(folder, 'node_modules/.bin/secure-edge'));
  if (unknown !== undefined) return `${block.page}:${block.line}: ${unknown}`;
  if (block.needs !== undefined) return undefined;
  return run(block, `${block.setup ?? ''}\n${lines.script()}`, folder);
}

function run({ page, line }: Block, script: string, folder: string): string | undefined {
  const env = {
    PATH: `${folder}/node_modules/.bin:${process.env.PATH}`,
    FILES: join(ROOT, 'scripts/docs/files'),
    npm_config_offline: 'true',
    HOME: folder,
  };
  const { ok, stdout, stderr } = tryCommand('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env });
  return ok ? undefined : `${page}:${line}: ${stdout}${stderr}`.trim() || `${page}:${line}: failed without output`;
}

check(() => {
  const blocks = blocksOfPages(process.argv.slice(2));
  const problems = inTemporaryFolder((folder) => {
    const project = join(folder, 'project');
    mkdirSync(project);
    projectWith(pack(folder), project);
    return problemsIn(blocks, project);
  });
  for (const problem of problems) console.log(problem);
  const skipped = blocks.filter(({ needs }) => needs !== undefined);
  for (const { page, line, needs } of skipped) console.log(`not run: ${page}:${line} needs ${needs}`);
  const examples = blocks.filter(({ language }) => ['ts', 'typescript', ...SHELL].includes(language));
  console.log(`${examples.length} blocks, ${skipped.length} not run: ${problems.length} problems`);
  return problems.length;
});
