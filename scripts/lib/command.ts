import { spawnSync } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly input?: string;
}

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell; a refusal is a result, a program that cannot be started is an error. */
export function tryCommand(program: string, args: string[], options: CommandOptions = {}): CommandResult {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw new Error(`cannot run ${program}: ${error.message}`);
  return { ok: status === 0, stdout, stderr };
}

/** Runs a program that must succeed, and gives what it printed. */
export function command(program: string, args: string[], options: CommandOptions = {}): string {
  const { ok, stdout, stderr } = tryCommand(program, args, options);
  if (!ok) throw new Error(`${[program, ...args].join(' ')} failed\n${stdout}${stderr}`);
  return stdout;
}
