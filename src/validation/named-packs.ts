import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import { InputError, quote, type FieldProblem } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';
import { BuiltInPacks } from '../policy/built-in-packs';
import { Pack } from '../policy/pack';
import { isPackFile } from './pack-file';

/**
 * Returns packs that are given by name, or by the JavaScript file that exports them. A file is a CommonJS or an ES module, and a
 * relative path starts at the current folder. Without names, returns the pack `edge`.
 *
 * @param subject caller, for the error
 * @throws InputError if a pack does not exist, or if a file cannot be loaded or exports none
 */
export async function packsNamed(names: ReadonlyArray<string>, subject: string): Promise<Pack[]> {
  const packs: Pack[] = [];
  const problems: FieldProblem[] = [];
  for (const name of names) {
    const found = isPackFile(name) ? await packsOfFile(name) : (builtInPack(name) ?? unknownPack(name));
    if (typeof found === 'string') problems.push({ field: 'pack', problem: found });
    else packs.push(...(Array.isArray(found) ? found : [found]));
  }
  if (problems.length > 0) throw new InputError(subject, problems);
  return names.length === 0 ? [BuiltInPacks.edge()] : packs;
}

/** Returns the pack of the library with a name, if there is one. */
export function builtInPack(name: string): Pack | undefined {
  return BuiltInPacks.all().find((each) => each.name === name);
}

/** Returns the problem with the name of a pack, as the rest of a sentence. */
export function unknownPack(name: string): string {
  const names = BuiltInPacks.all().map((each) => each.name);
  return `must be one of ${names.join(', ')}, or a file such as ./own.js, got ${quote(name)}${didYouMean(name, names)}`;
}

/** Returns the packs that a file exports, or the problem with it. */
async function packsOfFile(file: string): Promise<Pack[] | string> {
  if (/\.[cm]?ts$/.test(file)) return `${quote(file)} is TypeScript: compile it, and specify the JavaScript file`;
  let exported: unknown;
  try {
    exported = await load(resolve(file));
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    return `${quote(file)} cannot be loaded: ${reason}`;
  }
  const packs = valuesOf(exported).filter((value) => value instanceof Pack);
  if (packs.length > 0) return [...new Set(packs)];
  return `${quote(file)} exports no Pack of this installation of cdk8s-secure-edge: write module.exports = new Pack({ … }), or export default new Pack({ … }) in an ES module`;
}

/** Returns what a module exports, and the values in it. A compiled ES module has its default below the one of CommonJS. */
function valuesOf(exported: unknown): unknown[] {
  const inside = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null && !(value instanceof Pack) ? (Object.values(value) as unknown[]) : [];
  const values = inside(exported);
  return [exported, ...values, ...values.flatMap(inside)];
}

async function load(path: string): Promise<unknown> {
  if (!path.endsWith('.mjs')) {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      return require(path) as unknown;
    } catch (error) {
      if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ERR_REQUIRE_ESM') throw error;
    }
  }
  return importModule(pathToFileURL(path).href);
}

/** Imports an ES module. The compiler turns an `import()` of CommonJS into `require`, so that Node.js must read this one. */
function importModule(url: string): Promise<unknown> {
  const script = new Script('(url) => import(url)', {
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return (script.runInThisContext() as (url: string) => Promise<unknown>)(url);
}
