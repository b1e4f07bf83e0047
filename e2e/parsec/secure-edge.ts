import { join } from 'node:path';
import { command } from '../../scripts/command';
import { ROOT } from '../../scripts/repository';

/** Runs this project's command line in a folder, and gives what it printed. */
export function secureEdge(folder: string, ...args: readonly string[]): string {
  const program = ['--import', require.resolve('tsx'), join(ROOT, 'src/cli/secure-edge.ts')];
  return command(process.execPath, [...program, ...args], { cwd: folder });
}
