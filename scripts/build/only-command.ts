import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Import of another file of the program when it is needed. */
const LATE_IMPORT = /await import\('(\.[^']+)'\)/g;

/**
 * Leaves out all commands of a program but one, and joins the files of that one. A file that is imported late needs a function
 * of its own in a bundle, as do all files that it imports: hundreds of functions, which take longer than the files themselves.
 */
export function onlyCommand(word: string): Plugin {
  return {
    name: 'only one command',
    setup(build) {
      build.onLoad({ filter: /\/src\/(cli|report)\/.+\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        return { contents: joined(path.endsWith('/cli/program.ts') ? withCommand(word, text) : text), loader: 'ts' };
      });
    },
  };
}

/** Deletes the lines of the other commands from the list of commands. */
function withCommand(word: string, text: string): string {
  const lines = text.split('\n');
  const kept = lines.filter((line) => !/^ {2}\['[a-z]+', async/.test(line) || line.includes(`['${word}',`));
  if (kept.length === lines.length) throw new Error('the list of commands has another form');
  return kept.join('\n');
}

/** Moves late imports to the start of a file. */
function joined(text: string): string {
  const imports: string[] = [];
  const body = text.replace(LATE_IMPORT, (_, path: string) => {
    imports.push(`import * as late${imports.length} from '${path}';\n`);
    return `late${imports.length - 1}`;
  });
  return imports.join('') + body;
}
