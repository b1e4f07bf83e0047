import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { cached, isCached } from '../../scripts/lib/repository';
import { timed } from './timed';

/** Third-party programs that are built from their Go module. */
export interface GoBuild {
  /** Folder of a module that contains only `tool` lines, one for each program. */
  readonly folder: string;
  /** Module that contains the programs. Its version is in `go.mod`. */
  readonly module: string;
  readonly tags: string;
  /** Texts that the linker writes into the programs, such as their version. */
  readonly stamps: (version: string) => Readonly<Record<string, string>>;
}

/** Returns the path of a program, and builds it if it is missing. */
export function goProgram(build: GoBuild, name: string): string {
  const version = moduleVersion(build);
  const folder = cached(cacheName(build, name), (empty) => {
    const inModule = (...args: string[]): string => goCommand(['-C', build.folder, ...args]);
    const tool = inModule('list', 'tool')
      .trim()
      .split('\n')
      .find((path) => basename(path) === name);
    if (tool === undefined) throw new Error(`${build.folder}/go.mod does not have the tool ${name}`);
    const stamps = Object.entries(build.stamps(version)).map(([symbol, text]) => `-X ${symbol}=${text}`);
    const flags = ['-trimpath', '-buildvcs=false', `-tags=${build.tags}`, `-ldflags=-s -w ${stamps.join(' ')}`];
    timed(`build ${name} ${version}`, () => inModule('build', ...flags, '-o', join(empty, name), tool));
    const source = inModule('list', '-m', '-f', '{{.Dir}}', build.module).trim();
    copyFileSync(join(source, 'LICENSE'), join(empty, 'LICENSE'));
  });
  return join(folder, name);
}

/** Returns true if a program is already built. */
export function isBuilt(build: GoBuild, name: string): boolean {
  return isCached(cacheName(build, name));
}

function cacheName(build: GoBuild, name: string): string {
  return `e2e/${name}-${moduleVersion(build)}`;
}

/** Returns the version of the module that contains the programs, without its `v`. */
export function moduleVersion({ folder, module }: GoBuild): string {
  const required = readFileSync(join(folder, 'go.mod'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/^require /, ''))
    .find((line) => line.startsWith(`${module} v`));
  if (required === undefined) throw new Error(`${folder}/go.mod does not require ${module}`);
  return required.slice(module.length + 2).replace(/ .*/, '');
}

/** Builds have a low priority, because they use every processor for minutes. */
export function goCommand(args: string[]): string {
  return command('nice', ['-n', '15', 'go', ...args], { env: { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' } });
}
