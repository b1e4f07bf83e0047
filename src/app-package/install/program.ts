import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Error of a program that failed or could not be started. */
export class ProgramError extends Error {}

const LONGEST = 64 * 1024 * 1024;

/** True if a program is on the path. */
export async function isOnPath(name: string): Promise<boolean> {
  return runProgram([name, '--version']).then(
    () => true,
    () => false,
  );
}

/**
 * Runs a program without a shell, and returns its output.
 * @throws ProgramError if it fails, with its last lines of output
 */
export async function runProgram(
  [program = '', ...args]: ReadonlyArray<string>,
  input: AsyncIterable<Buffer> | ReadonlyArray<string> = [],
): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const outputs = [child.stdout, child.stderr].map(collect);
  const ended = new Promise<number | string>((settle) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ENOENT' ? 'is not installed' : error.message),
    );
    child.on('close', (code, signal) => settle(code ?? `was stopped by ${signal}`));
  });
  // a program that does not read to the end reports the reason itself
  await pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  const end = await ended;
  const [stdout = '', stderr = ''] = await Promise.all(outputs);
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
    // the exit of the program reports the reason
  }
  return Buffer.concat(parts).toString('utf8');
}

function lastLines(text: string): string {
  return text.split('\n').slice(-3).join(' / ');
}
