import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { AppArmorFile } from '../../src/apparmor/apparmor-file';

const BASE = '/etc/apparmor.d';
const EXTRA = '/usr/share/apparmor/extra-profiles';
/** A file of each package. */
const PACKAGES: { readonly [name: string]: string } = {
  apparmor: `${BASE}/abstractions/base`,
  'apparmor-profiles': `${EXTRA}/usr.sbin.sshd`,
  'apparmor-profiles-extra': `${BASE}/usr.bin.pidgin`,
};

/** A file of a package of AppArmor. */
export interface InstalledFile {
  readonly path: string;
  /** True if the file contains rules without a profile. */
  readonly included: boolean;
}

/** Files of Debian's packages of AppArmor. */
export const installed = {
  /** Packages that are missing. */
  missing(): string[] {
    return Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name] ?? ''));
  },

  /** Files of profiles: those of the node, and the experimental ones. */
  profiles(): string[] {
    return [BASE, EXTRA].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'README')
        .map((entry) => join(folder, entry.name))
        .sort(),
    );
  },

  /** Files that profiles include: abstractions, tunables, local additions. */
  included(): InstalledFile[] {
    return readdirSync(BASE, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath !== BASE && entry.name !== 'README')
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.startsWith(`${BASE}/abi/`))
      .map((path) => ({ path, included: !path.startsWith(`${BASE}/tunables/`) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  },

  /** Reads and writes back one of the files. */
  render({ path, included }: InstalledFile): string {
    return AppArmorFile.parse(readFileSync(path, 'utf8'), { file: path, included }).render();
  },

  /** Writes every file back into a folder with the layout of /etc/apparmor.d, and returns the new file of each profile. */
  renderAll(folder: string): Map<string, string> {
    const write = (file: InstalledFile, target: string): void => {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, installed.render(file));
    };
    cpSync(join(BASE, 'abi'), join(folder, 'abi'), { recursive: true });
    for (const file of installed.included()) write(file, join(folder, relative(BASE, file.path)));
    return new Map(
      installed.profiles().map((path) => {
        const target = join(folder, 'profiles', relative('/', path));
        write({ path, included: false }, target);
        return [path, target];
      }),
    );
  },
};
