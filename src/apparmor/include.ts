import { InputError, quote } from '../diagnostics/input-error';

/** An abstraction's executions, as globs that the conflict check knows; all of them inherit the profile. */
type InheritedExecutions = ReadonlyArray<string>;

const NSCD: InheritedExecutions = ['@{run}/nscd/db*'];

// AppArmor 3.0.8 as Debian 12 has it; only those that make sense in a container, and that hold no other transition
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

/** A file below /etc/apparmor.d whose rules are read into a profile. */
export class AppArmorInclude {
  /**
   * A set of rules that AppArmor itself comes with: `include <abstractions/base>`.
   *
   * @param name `authentication`, `base`, `consoles`, `crypto`, `kerberosclient`, `ldapclient`, `mdns`, `mysql`, `nameservice`, `nss-systemd`, `openssl`,
   * `p11-kit`, `perl`, `php`, `private-files`, `private-files-strict`, `python`, `ruby`, `ssl_certs`, `ssl_keys` or `user-tmp`
   * @throws InputError if it is another
   */
  public static abstraction(name: string): AppArmorInclude {
    const executions = ABSTRACTIONS.get(name);
    if (executions === undefined) {
      throw new InputError('AppArmor include', [
        `abstraction ${quote(name)} isn't among those that AppArmor 3.0 has for containers: use ${[...ABSTRACTIONS.keys()].join(', ')}, or AppArmorInclude.ifExists(${quote(`abstractions/${name}`)})`,
      ]);
    }
    return new AppArmorInclude(`abstractions/${name}`, false, executions);
  }

  /**
   * A file of the node, skipped where it is missing: `include if exists <local/web>`.
   *
   * What it holds is the node's affair: this library can neither see nor check it.
   *
   * @param path the file, relative to /etc/apparmor.d: letters, digits and `_ . + - /`
   * @throws InputError if the path has other characters, or `..`
   */
  public static ifExists(path: string): AppArmorInclude {
    if (!FILE.test(path))
      throw new InputError('AppArmor include', [
        `path may have letters, digits and _ . + - /, relative to /etc/apparmor.d, got ${quote(path)}`,
      ]);
    return new AppArmorInclude(path, true, []);
  }

  private constructor(
    /** The file, relative to /etc/apparmor.d. */
    public readonly path: string,
    /** True if the file may be missing. */
    public readonly optional: boolean,
    /** @internal */
    public readonly _executions: InheritedExecutions,
  ) {}

  /** The line of the profile. */
  public render(): string {
    return `include ${this.optional ? 'if exists ' : ''}<${this.path}>`;
  }
}
