import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command';
import { ROOT } from './repository';

/** Builds the package, and packs it into a folder. Returns the tarball. */
export function pack(folder: string): string {
  command('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack wrote nothing to ${folder}`);
  return join(folder, tarball);
}

/** Program that runs TypeScript, as the pages do. */
const RUNNER = 'tsx';

/**
 * Makes a project that has the packed package, with what this repository installs of its dependencies and peers.
 *
 * @param folder empty folder of the project
 */
export function projectWith(tarball: string, folder: string): void {
  const modules = join(folder, 'node_modules');
  const own = join(modules, 'cdk8s-secure-edge');
  mkdirSync(own, { recursive: true });
  command('tar', ['-xzf', tarball, '--strip-components=1', '-C', own]);
  mkdirSync(join(modules, '.bin'));
  const program = join(own, 'lib/src/cli/bin.js');
  chmodSync(program, 0o755);
  symlinkSync(program, join(modules, '.bin/secure-edge'));
  symlinkSync(join(ROOT, 'node_modules/.bin', RUNNER), join(modules, '.bin', RUNNER));
  for (const name of dependencies(own)) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
}

/** Returns the packages that the package needs, and those that its users combine with it. */
function dependencies(own: string): string[] {
  const manifest = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Record<string, object>;
  const needed = ['dependencies', 'peerDependencies'].flatMap((each) => Object.keys(manifest[each] ?? {}));
  const beside = Object.keys(manifest.devDependencies ?? {}).filter((name) => name.startsWith('cdk8s-plus-'));
  return [...needed, ...beside, RUNNER];
}
