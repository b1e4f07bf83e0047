import { openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { MAX_PASSPHRASE_SIZE } from '../app-package/limits';
import { readUpTo } from '../app-package/files/read-file';
import { printable } from '../diagnostics/printable';
import { InputError, quote } from '../diagnostics/input-error';

const TERMINAL = '/dev/tty';
const ENTER = /[\r\n\u0004]/;
const INTERRUPT = '\u0003';
const BACKSPACE = /[\b\u007f]/;

/**
 * Reads a passphrase: the first line of a file descriptor, or input on the terminal. It is never an argument.
 * @throws InputError if there is neither, or if the passphrase is empty or too long
 */
export function readPassphrase(descriptor: number | undefined, prompt: string): Promise<string> {
  return descriptor === undefined ? askTerminal(prompt) : Promise.resolve(firstLine(descriptor));
}

/**
 * Parses the number of a file descriptor.
 * @throws InputError if it is not a number
 */
export function parseDescriptor(text: string): number {
  if (/^[0-9]{1,5}$/.test(text)) return Number(text);
  throw new InputError('--passphrase-fd', [`must be the number of an open file descriptor, got ${quote(text)}`]);
}

function firstLine(descriptor: number): string {
  let text: string;
  try {
    text = readUpTo(descriptor, MAX_PASSPHRASE_SIZE + 1).toString('utf8');
  } catch (error) {
    throw new InputError('--passphrase-fd', [`${descriptor} cannot be read: ${(error as Error).message}`]);
  }
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (Buffer.byteLength(line) > MAX_PASSPHRASE_SIZE)
    throw new InputError('--passphrase-fd', [`${descriptor} gives more than ${MAX_PASSPHRASE_SIZE} bytes: the limit`]);
  if (line === '') throw new InputError('--passphrase-fd', [`${descriptor} gives an empty passphrase`]);
  return line;
}

async function askTerminal(prompt: string): Promise<string> {
  let descriptor: number;
  try {
    descriptor = openSync(TERMINAL, 'r+');
  } catch {
    throw new InputError('passphrase', ['cannot be read without a terminal: give it with --passphrase-fd N']);
  }
  const terminal = new ReadStream(descriptor);
  terminal.setRawMode(true);
  writeSync(descriptor, `${printable(prompt)}: `);
  try {
    return await typedLine(terminal);
  } finally {
    terminal.setRawMode(false);
    writeSync(descriptor, '\n');
    terminal.destroy();
  }
}

async function typedLine(terminal: AsyncIterable<Buffer>): Promise<string> {
  let line = '';
  for await (const chunk of terminal)
    for (const character of chunk.toString('utf8')) {
      if (character === INTERRUPT) throw new InputError('passphrase', ['was not given']);
      if (ENTER.test(character)) return line;
      line = BACKSPACE.test(character) ? line.slice(0, -1) : line + character;
    }
  return line;
}
