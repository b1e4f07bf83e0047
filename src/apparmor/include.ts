import { InputError, quote } from '../diagnostics/input-error';

/** Programs that an abstraction runs, as globs for the check for conflicts. All of them inherit the profile. */
type InheritedExecutions = ReadonlyArray<string>;

const NSCD: InheritedExecutions = ['@{run}/nscd/db*'];

// abstractions of AppArmor 3.0.8 in Debian 12 that are useful in a container, and that contain no other transition
const ABSTRACTIONS: ReadonlyMap<string, InheritedExecutions> = new Map([
  ['authentication', []],
  ['base', ['@{HOME}/.Private/**', '@{HOMEDIRS}/.ecryptfs/*/.Private/**']],
  ['consoles', []],
  ['crypto', []],
  ['kerberosclient', []],
  ['ldapclient', []],
  ['mdns', []],
  ['mysql', []],
  ['nameservice', NSCD],
  ['nss-systemd', []],
  ['openssl', []],
  ['p11-kit', []],
  ['perl', ['/usr/bin/perl', '/usr/bin/perl[0-9].[0-9].[0-9]']],
  ['php', []],
  ['private-files', []],
  ['private-files-strict', []],
  ['python', []],
  ['ruby', []],
  ['ssl_certs', []],
  ['ssl_keys', []],
  ['user-tmp', []],
]);

const FILE = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9][A-Za-z0-9_.+-]*(?:\/[A-Za-z0-9_.+-]+)*$/;

/** A file below /etc/apparmor.d whose rules become part of a profile. */
export class AppArmorInclude {
  /**
   * Includes a set of rules that AppArmor contains: `include <abstractions/base>`.
   *
   * @param name `authentication`, `base`, `consoles`, `crypto`, `kerberosclient`, `ldapclient`, `mdns`, `mysql`, `nameservice`, `nss-systemd`, `openssl`,
   * `p11-kit`, `perl`, `php`, `private-files`, `private-files-strict`, `python`, `ruby`, `ssl_certs`, `ssl_keys` or `user-tmp`
   * @throws {@link InputError} if it is another one
   */
  public static abstraction(name: string): AppArmorInclude {
    const executions = ABSTRACTIONS.get(name);
    if (executions === undefined) {
      throw new InputError('AppArmor include', [
        `abstraction ${quote(name)} is not one of AppArmor 3.0's abstractions for containers: use ${[...ABSTRACTIONS.keys()].join(', ')}, or AppArmorInclude.ifExists(${quote(`abstractions/${name}`)})`,
      ]);
    }
    return new AppArmorInclude(`abstractions/${name}`, false, executions);
  }

  /**
   * Includes a file of the node, if it exists: `include if exists <local/web>`.
   *
   * This library cannot see or check the content of the file.
   *
   * @param path path of the file, relative to /etc/apparmor.d: letters, digits and `_ . + - /`
   * @throws {@link InputError} if the path has other characters, or `..`
   */
  public static ifExists(path: string): AppArmorInclude {
    if (!FILE.test(path))
      throw new InputError('AppArmor include', [
        `path must be relative to /etc/apparmor.d and contain only letters, digits and _ . + - /, got ${quote(path)}`,
      ]);
    return new AppArmorInclude(path, true, []);
  }

  private constructor(
    /** Path of the file, relative to /etc/apparmor.d. */
    public readonly path: string,
    /** True if the file is optional. */
    public readonly optional: boolean,
    /** @internal */
    public readonly _executions: InheritedExecutions,
  ) {}

  /** Returns the line of the profile. */
  public render(): string {
    return `include ${this.optional ? 'if exists ' : ''}<${this.path}>`;
  }
}
