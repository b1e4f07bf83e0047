import { join } from 'node:path';
import { createProgram } from '../../src/cli/program';
import type { ExitCode } from '../../src/cli/exit-code';

/** Compose project of this folder. */
export interface Stack {
  /** Folder of the stack, and name of its project. */
  readonly name: string;
  readonly files: ReadonlyArray<string>;
  /** Further options of the command. */
  readonly options: ReadonlyArray<string>;
}

const stack = (name: string, files: ReadonlyArray<string>, ...options: ReadonlyArray<string>): Stack => ({
  name,
  files,
  options: ['--kubernetes', '1.33', ...options],
});

/** Projects of this folder. */
export const STACKS: ReadonlyArray<Stack> = [
  stack('web-database', ['compose.yaml']),
  stack('mqtt-gateway', ['docker-compose.yml']),
  stack('camera', ['docker-compose.yml'], '--accept', 'device:camera'),
  stack('monitoring', ['docker-compose.yml']),
  stack('host-network', ['docker-compose.yml'], '--accept', 'host-network'),
  stack('swarm', ['docker-compose.yml']),
  stack('version-1', ['docker-compose.yml']),
  stack('batch-jobs', ['compose.yaml', 'compose.override.yaml'], '--profile', 'tools'),
  stack('reverse-proxy', ['docker-compose.yml']),
  stack('parsec-signer', ['docker-compose.yml']),
  stack('pod-skeleton', ['pod.json']),
];

/** Result of the command. */
export interface Run {
  readonly code: ExitCode;
  /** Standard output. */
  readonly summary: string;
}

/** Runs the command in the folder of a stack, with no variable of the environment. */
export async function convertStack(
  { name, files, options }: Stack,
  format: 'yaml' | 'typescript',
  output: string,
): Promise<Run> {
  const args = ['compose', ...files, ...options, '--project-name', name, '--format', format, '--output', output];
  const [folder, environment, write] = [process.cwd(), process.env, process.stdout.write.bind(process.stdout)];
  const run: { code: ExitCode; summary: string } = { code: 0, summary: '' };
  process.chdir(join(__dirname, name));
  process.env = {};
  process.stdout.write = (text) => {
    run.summary += String(text);
    return true;
  };
  try {
    const program = await createProgram(args, (code) => (run.code = code));
    await program.parseAsync(args, { from: 'user' });
    return run;
  } finally {
    process.stdout.write = write;
    process.env = environment;
    process.chdir(folder);
  }
}
