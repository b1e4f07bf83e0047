import { spawnSync } from 'node:child_process';
import { main } from '../../src/cli/main';
import { exhaustive } from '../exhaustive';
import { SECURE_EDGE } from '../programs';

/** Output of a command, and its exit code. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the program in a folder. */
export function startCommand(folder: string, args: string[], input = ''): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SECURE_EDGE, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** Runs the command in this process, which is much faster than a new one; in a new one if tests are exhaustive. */
export async function runCommand(folder: string, args: string[]): Promise<Ended> {
  if (exhaustive) return startCommand(folder, args);
  let [stdout, stderr] = ['', ''];
  const out = (text: unknown): boolean => ((stdout += String(text)), true);
  const err = (text: unknown): boolean => ((stderr += String(text)), true);
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(out),
    jest.spyOn(process.stderr, 'write').mockImplementation(err),
    jest.spyOn(console, 'log').mockImplementation((text: unknown) => void out(`${String(text)}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text: unknown) => void err(`${String(text)}\n`)),
  ];
  const here = process.cwd();
  process.chdir(folder);
  try {
    const code = await main(args);
    return { code, stdout, stderr };
  } finally {
    process.chdir(here);
    for (const spy of spies) spy.mockRestore();
  }
}
