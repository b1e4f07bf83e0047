import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as ts from 'typescript';
import { ROOT } from '../lib/repository';
import type { Block } from './blocks';

const CONTEXT = join(ROOT, 'scripts/docs/context.ts');

/** Names of packages that an example may use without an import, as the page's reader does. */
const PACKAGES = ['cdk8s-secure-edge', 'cdk8s'];

const COMPILER_OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  strict: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
};

const CANNOT_FIND_NAME = new Set([2304, 2552, 18004]);

/** A block as a module: its text, and the names that it takes from elsewhere. */
interface Example {
  readonly block: Block;
  readonly name: string;
  /** Import statements, on one line, so that the lines of a finding are those of the block. */
  imports: string;
}

/**
 * Compiles the TypeScript blocks of the pages to modules in a folder that has the package installed.
 *
 * A block that imports nothing gets the names that it does not declare from the package, from an earlier block of its
 * page, or from `context.ts`; its own text is compiled as it stands.
 *
 * @returns problems, and the file of each block's module
 */
export function compile(
  blocks: ReadonlyArray<Block>,
  folder: string,
): { readonly problems: string[]; readonly modules: Map<Block, string> } {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'context.mts'), readFileSync(CONTEXT, 'utf8'));
  const examples = blocks.map((block): Example => ({ block, name: moduleName(block), imports: '' }));
  for (const example of examples) write(example, folder);

  const program = programOf(examples, folder);
  const known = knownNames(program, folder);
  for (const example of examples) {
    const unknown = new Set(diagnosticsOf(program, folder, example).flatMap((each) => unknownName(each) ?? []));
    const earlier = examples.filter(
      ({ block }) => block.page === example.block.page && block.line < example.block.line,
    );
    example.imports = [...unknown].map((name) => importOf(name, program, folder, earlier, known)).join('');
    write(example, folder);
  }

  const complete = programOf(examples, folder);
  const problems = examples.flatMap((example) =>
    diagnosticsOf(complete, folder, example).map((diagnostic) => messageOf(example.block, diagnostic)),
  );
  complete.emit();
  const modules = examples.map(({ block, name }) => [block, join(folder, `${name}.mjs`)] as const);
  return { problems, modules: new Map(modules) };
}

function moduleName({ page, line }: Block): string {
  return `${page.replace(/[^\w-]/g, '-')}-${line}`;
}

function write({ name, imports, block }: Example, folder: string): void {
  // an export makes a module of a text without imports
  writeFileSync(join(folder, `${name}.mts`), `${imports}${exported(block.text)}export {};\n`);
}

/** A block's text whose top-level declarations later blocks of the page can import. */
function exported(text: string): string {
  return text.replace(/^(?=(?:const|class|abstract class|function) )/gm, 'export ');
}

function programOf(examples: ReadonlyArray<Example>, folder: string): ts.Program {
  const files = examples.map(({ name }) => join(folder, `${name}.mts`));
  return ts.createProgram([...files, join(folder, 'context.mts')], COMPILER_OPTIONS);
}

function diagnosticsOf(program: ts.Program, folder: string, { name }: Example): ReadonlyArray<ts.Diagnostic> {
  const source = program.getSourceFile(join(folder, `${name}.mts`));
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
}

function unknownName({ code, file, start, length }: ts.Diagnostic): string | undefined {
  if (!CANNOT_FIND_NAME.has(code) || file === undefined || start === undefined) return undefined;
  return file.text.slice(start, start + (length ?? 0));
}

/** Exported names of the packages and of the context, by the module to import them from. */
function knownNames(program: ts.Program, folder: string): Map<string, string> {
  const names = new Map<string, string>();
  const add = (file: ts.SourceFile | undefined, from: string): void => {
    const symbol = file && program.getTypeChecker().getSymbolAtLocation(file);
    for (const { name } of symbol ? program.getTypeChecker().getExportsOfModule(symbol) : [])
      if (!names.has(name)) names.set(name, from);
  };
  for (const name of PACKAGES) {
    const { resolvedModule } = ts.resolveModuleName(name, join(folder, 'context.mts'), COMPILER_OPTIONS, ts.sys);
    add(program.getSourceFile(resolvedModule?.resolvedFileName ?? ''), name);
  }
  add(program.getSourceFile(join(folder, 'context.mts')), './context.mjs');
  return names;
}

function importOf(
  name: string,
  program: ts.Program,
  folder: string,
  earlier: ReadonlyArray<Example>,
  known: ReadonlyMap<string, string>,
): string {
  const declaring = [...earlier].reverse().find((example) => {
    const source = program.getSourceFile(join(folder, `${example.name}.mts`));
    const symbol = source && program.getTypeChecker().getSymbolAtLocation(source);
    return symbol?.exports?.has(name as ts.__String) ?? false;
  });
  const from = declaring ? `./${declaring.name}.mjs` : known.get(name);
  return from === undefined ? '' : `import { ${name} } from '${from}'; `;
}

function messageOf({ page, line }: Block, { file, start, messageText }: ts.Diagnostic): string {
  const within = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
  return `${page}:${line + 1 + within}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

/** Program that runs a block's module, and then writes the context's apps, which finds what only synth finds. */
export function runnerOf(module: string): string {
  return `
await import('./${basename(module)}');
const { app, other } = await import('./context.mjs');
for (const each of [app, other]) if (each.node.children.length > 0) each.synth();
`;
}
