import { resolve } from 'node:path';
import { InputError, quote } from '../diagnostics/input-error';
import { BuiltInPacks } from '../policy/built-in-packs';
import { Pack } from '../policy/pack';
import { isPackFile } from './pack-file';

/**
 * Returns the packs of a command line, which are given by name or by the JavaScript file that exports them.
 * @throws InputError if a pack does not exist, or a file exports none
 */
export function packsNamed(names: ReadonlyArray<string>): Pack[] {
  return names.length === 0 ? [BuiltInPacks.edge()] : names.flatMap((name) => packsOf(name));
}

function packsOf(name: string): Pack[] {
  return isPackFile(name) ? packsOfFile(name) : [builtInPack(name)];
}

function builtInPack(name: string): Pack {
  const pack = BuiltInPacks.all().find((each) => each.name === name);
  if (pack !== undefined) return pack;
  const names = BuiltInPacks.all().map((each) => each.name);
  throw new InputError('--pack', [
    `must be one of ${names.join(', ')}, or a file such as ./own.js, got ${quote(name)}`,
  ]);
}

function packsOfFile(file: string): Pack[] {
  let exported: unknown;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    exported = require(resolve(file)) as unknown;
  } catch (error) {
    throw new InputError(`--pack ${quote(file)}`, [`cannot be loaded: ${(error as Error).message.split('\n', 1)[0]}`]);
  }
  const values: unknown[] = [exported, ...(Object.values(exported ?? {}) as unknown[])];
  const packs = values.filter((value) => value instanceof Pack);
  if (packs.length > 0) return [...new Set(packs)];
  throw new InputError(`--pack ${quote(file)}`, [
    'exports no Pack of this installation of cdk8s-secure-edge: write module.exports = new Pack({ … })',
  ]);
}
