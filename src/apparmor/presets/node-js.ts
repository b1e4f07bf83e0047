import { AppArmorBaseline } from './baseline';
import type { AppArmorProfile } from '../profile';
import { FileRule } from '../rules/file-rule';
import { tree } from './static-web-server';
import { withoutTrailing } from '../../kubernetes/trailing';

/** Options of a profile for a Node.js program. */
export interface NodeJsOptions {
  /** Name of the profile in the kernel. */
  readonly name: string;

  /** Folder of the program and its packages, such as `/app`. The program can read everything below it. */
  readonly app: string;

  /**
   * Path of the Node.js executable.
   *
   * @default "/usr/local/bin/node"
   */
  readonly executable?: string;

  /**
   * Folders that the program can write to, with everything below them. Use folders outside `app`, or an attacker can add a native addon.
   *
   * @default - only /tmp
   */
  readonly writableFolders?: string[];
}

/** Creates the baseline profile, extended by reading the program and mapping its native addons. It allows no shell, npm or other program, so `child_process` can only start Node.js. */
export function nodeJs(options: NodeJsOptions): AppArmorProfile {
  const addons = `${withoutTrailing(options.app, '/')}/**.node`;
  return AppArmorBaseline.profile({
    name: options.name,
    executables: [options.executable ?? '/usr/local/bin/node'],
    readOnly: [tree(options.app)],
    readWrite: (options.writableFolders ?? []).map(tree),
  }).extend({
    name: options.name,
    comment: 'Node.js program: everything that is not allowed here is denied.',
    rules: [FileRule.allow(addons, 'mr', { comment: 'native addons' })],
  });
}
