import { join } from 'node:path';
import { GO } from './kubeconform';
import { command } from '../scripts/lib/command';
import { cached } from '../scripts/lib/repository';

const VERSION = '1.38.0';

/** Returns kompose, built from its Go module once a machine. Undefined if it does not build, with the reason on standard error. */
export function kompose(): string | undefined {
  try {
    const folder = cached(`kompose-${VERSION}`, (empty) => {
      const module = command(GO, ['mod', 'download', '-json', `github.com/kubernetes/kompose@v${VERSION}`]);
      const { Dir: cwd } = JSON.parse(module) as { readonly Dir: string };
      command(GO, ['build', '-o', join(empty, 'kompose'), '.'], { cwd });
    });
    return join(folder, 'kompose');
  } catch (error) {
    console.error(`kompose ${VERSION} does not build: ${String(error)}`);
    return undefined;
  }
}
