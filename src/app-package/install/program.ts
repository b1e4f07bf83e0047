import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A program that ended badly, or could not be started. */
export class ProgramError extends Error {}

const LONGEST = 64 * 1024 * 1024;

/** Whether a program is on the path. */
export async function isOnPath(name: string): Promise<boolean> {
  return runProgram([name, '--version']).then(
    () => true,
    () => false,
  );
}

/**
 * Runs a program, by no shell, and gives what it printed.
 * @throws ProgramError with what it said
 */
export async function runProgram(
  [program = '', ...args]: ReadonlyArray<string>,
  input: AsyncIterable<Buffer> | ReadonlyArray<string> = [],
): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = [child.stdout, child.stderr].map(collect);
  const ended = new Promise<number | string>((settle) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ENOENT' ? 'is not there' : error.message),
    );
    child.on('close', (code, signal) => settle(code ?? `was ended by ${signal}`));
  });
  // one that does not read to the end has its reasons, and says them
  await pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  const end = await ended;
  const [stdout = '', stderr = ''] = await Promise.all(said);
  if (end === 0) return stdout;
  const words = typeof end === 'string' ? end : `ended with ${end}: ${lastLines(stderr.trim() || stdout.trim())}`;
  throw new ProgramError(`${[program, ...args].join(' ')} ${words}`);
}

async function collect(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      length += part.length;
      if (length <= LONGEST) parts.push(part);
    }
  } catch {
    // the program's end says why
  }
  return Buffer.concat(parts).toString('utf8');
}

function lastLines(text: string): string {
  return text.split('\n').slice(-3).join(' / ');
}
