import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { ROOT } from '../../scripts/lib/repository';

/** Runs this project's command in a folder, and returns its output. */
export function secureEdge(folder: string, ...args: readonly string[]): string {
  const program = ['--import', require.resolve('tsx'), join(ROOT, 'src/cli/secure-edge.ts')];
  return command(process.execPath, [...program, ...args], { cwd: folder });
}
