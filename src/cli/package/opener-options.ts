import { InvalidArgumentError, type Command } from 'commander';
import { ParsecMachineKey } from '../../app-package/keys/parsec-machine-key';
import { readPrivateKey } from '../../app-package/keys/private-key';
import { PrivateMachineKey } from '../../app-package/keys/private-machine-key';
import type { PackageLimits } from '../../app-package/limits';
import type { Opener } from '../../app-package/open-package';
import { InputError, quote } from '../../diagnostics/input-error';
import { parseDescriptor, readPassphrase } from '../passphrase';
import { printError } from '../print';

/** Options of commands that open a package. */
export interface OpenerOptions {
  readonly machine?: string;
  readonly key?: string;
  readonly passphraseFd?: number;
  readonly maxSize?: number;
  readonly maxEntries?: number;
}

const PARSEC = 'parsec:';

/** Adds the options of {@link OpenerOptions} to a command. */
export function addOpenerOptions(command: Command): Command {
  return command
    .option('--machine <name>', 'name of the machine that opens the package')
    .option('--key <file>', 'private key of the machine, or parsec:NAME for a key in Parsec')
    .option(
      '--passphrase-fd <number>',
      'file descriptor with the passphrase of the key; default: the terminal',
      parseDescriptor,
    )
    .option('--max-size <bytes>', 'largest size of the unpacked content, such as 500M or 16G', parseSize)
    .option('--max-entries <number>', 'largest number of files, folders and links in the package', parseCount);
}

/**
 * Reads the key that opens a package. Undefined if the options specify neither machine nor key. Warnings about the key go to
 * standard error.
 * @throws InputError if only one of machine and key is given, or if the key cannot be read
 */
export async function openerOf({ machine, key, passphraseFd }: OpenerOptions): Promise<Opener | undefined> {
  if (machine === undefined && key === undefined) return undefined;
  if (machine === undefined || key === undefined)
    throw new InputError('secure-edge package', ['--machine and --key must be given together']);
  if (key.startsWith(PARSEC)) return { machine, key: new ParsecMachineKey(key.slice(PARSEC.length)) };
  const read = await readPrivateKey(key, () => readPassphrase(passphraseFd, `passphrase of ${key}`));
  for (const warning of read.warnings) printError(warning);
  return { machine, key: new PrivateMachineKey(read.key, `private key ${quote(key)}`) };
}

/** Returns the limits of the options. */
export function limitsOf({ maxSize, maxEntries }: OpenerOptions): PackageLimits {
  return { ...(maxSize !== undefined && { maxSize }), ...(maxEntries !== undefined && { maxEntries }) };
}

const UNITS = ['', 'K', 'M', 'G', 'T'];

function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^([0-9]{1,12})([KMGT]?)$/.exec(text) ?? [];
  if (digits === '') throw new InvalidArgumentError('must be a number of bytes, such as 1000, 500M or 16G.');
  return Number(digits) * 1024 ** UNITS.indexOf(unit);
}

function parseCount(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a number.');
}
