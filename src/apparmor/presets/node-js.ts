import { AppArmorBaseline } from './baseline';
import type { AppArmorProfile } from '../profile';
import { FileRule } from '../rules/file-rule';
import { tree } from './static-web-server';
import { withoutTrailing } from '../../kubernetes/trailing';

/** A program for Node.js. */
export interface NodeJsOptions {
  /** Name under which the kernel knows the profile. */
  readonly name: string;

  /** Folder of the program and its packages: `/app`. Read, with all below. */
  readonly app: string;

  /**
   * Node.js itself.
   *
   * @default "/usr/local/bin/node"
   */
  readonly executable?: string;

  /**
   * Folders that are written, with all below; outside of `app`, or an attacker brings a native addon.
   *
   * @default - none beside /tmp
   */
  readonly writableFolders?: string[];
}

/** The baseline, and: the program to be read, its native addons to be mapped. No shell, no npm, no other program, so that `child_process` starts Node.js alone. */
export function nodeJs(options: NodeJsOptions): AppArmorProfile {
  const addons = `${withoutTrailing(options.app, '/')}/**.node`;
  return AppArmorBaseline.profile({
    name: options.name,
    executables: [options.executable ?? '/usr/local/bin/node'],
    readOnly: [tree(options.app)],
    readWrite: (options.writableFolders ?? []).map(tree),
  }).extend({
    name: options.name,
    comment: 'Program for Node.js: what is not allowed here is refused.',
    rules: [FileRule.allow(addons, 'mr', { comment: 'native addons' })],
  });
}
