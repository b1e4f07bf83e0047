import { globListWord } from '../glob/glob';
import type { RuleProblems } from '../rule';
import { distinct, globField, unknownWords } from '../rule';

/** Flags of mount(2), with the names of AppArmor 3.0. Names such as `loud` and `rw` mean that the opposite flag must not be set. */
export enum AppArmorMountOption {
  RO = 'ro',
  RW = 'rw',
  NOSUID = 'nosuid',
  SUID = 'suid',
  NODEV = 'nodev',
  DEV = 'dev',
  NOEXEC = 'noexec',
  EXEC = 'exec',
  SYNC = 'sync',
  ASYNC = 'async',
  REMOUNT = 'remount',
  MAND = 'mand',
  NOMAND = 'nomand',
  DIRSYNC = 'dirsync',
  NOATIME = 'noatime',
  ATIME = 'atime',
  NODIRATIME = 'nodiratime',
  DIRATIME = 'diratime',
  BIND = 'bind',
  RBIND = 'rbind',
  MOVE = 'move',
  SILENT = 'silent',
  LOUD = 'loud',
  ACL = 'acl',
  NOACL = 'noacl',
  UNBINDABLE = 'unbindable',
  RUNBINDABLE = 'runbindable',
  PRIVATE = 'private',
  RPRIVATE = 'rprivate',
  SLAVE = 'slave',
  RSLAVE = 'rslave',
  SHARED = 'shared',
  RSHARED = 'rshared',
  RELATIME = 'relatime',
  NORELATIME = 'norelatime',
  IVERSION = 'iversion',
  NOIVERSION = 'noiversion',
  STRICTATIME = 'strictatime',
  NOUSER = 'nouser',
  USER = 'user',
}

const O = AppArmorMountOption;
const OPPOSITES: ReadonlyArray<readonly [AppArmorMountOption, AppArmorMountOption]> = [
  [O.RO, O.RW],
  [O.NOSUID, O.SUID],
  [O.NODEV, O.DEV],
  [O.NOEXEC, O.EXEC],
  [O.SYNC, O.ASYNC],
  [O.MAND, O.NOMAND],
  [O.NOATIME, O.ATIME],
  [O.NODIRATIME, O.DIRATIME],
  [O.SILENT, O.LOUD],
  [O.ACL, O.NOACL],
  [O.RELATIME, O.NORELATIME],
  [O.IVERSION, O.NOIVERSION],
  [O.USER, O.NOUSER],
];

/** Options that change the propagation of a mount. They have a mount point and no source. */
export const PROPAGATION: ReadonlyArray<AppArmorMountOption> = [
  O.UNBINDABLE,
  O.RUNBINDABLE,
  O.PRIVATE,
  O.RPRIVATE,
  O.SLAVE,
  O.RSLAVE,
  O.SHARED,
  O.RSHARED,
];

/** Conditions of all rules on mounts. */
export interface AppArmorMountConditions {
  /**
   * Exact flags.
   *
   * @default - any flags, or those of `optionsAmong`
   */
  readonly options?: AppArmorMountOption[];

  /**
   * Flags that are allowed, in addition to those of `options`.
   *
   * @default - any flags, or those of `options`
   */
  readonly optionsAmong?: AppArmorMountOption[];

  /**
   * Types of file systems: names, in which `*` matches any characters.
   *
   * @default - any type
   */
  readonly fileSystems?: string[];
}

/** Adds the problems of the conditions of a mount rule. */
export function checkMountConditions(problems: RuleProblems, conditions: AppArmorMountConditions): void {
  const { options, optionsAmong, fileSystems } = conditions;
  problems.add(unknownWords('options', options ?? [], Object.values(AppArmorMountOption)));
  problems.add(unknownWords('optionsAmong', optionsAmong ?? [], Object.values(AppArmorMountOption)));
  // an empty list would mean all
  if (options?.length === 0) problems.add('options is an empty list: omit it for any flags');
  if (optionsAmong?.length === 0) problems.add('optionsAmong is an empty list: omit it for any flags');
  if (fileSystems?.length === 0) problems.add('fileSystems is an empty list: omit it for any type');
  const odd = (fileSystems ?? []).filter((name) => !/^[A-Za-z0-9_.*-]+$/.test(name));
  if (odd.length > 0)
    problems.addUnfit(
      `fileSystems must contain only letters, digits and _ . - *, got ${odd.map((name) => JSON.stringify(name)).join(', ')}`,
    );
  for (const name of odd) globField(problems, 'fileSystems', name);
  // the parser of 3.0 accepts this without a warning, later parsers reject it
  for (const [set, clear] of OPPOSITES) {
    if (options?.includes(set) === true && options.includes(clear))
      problems.addUnfit(`options contain both ${set} and ${clear}: remove one`);
  }
}

/** Returns the conditions as words of a mount rule. */
export function mountConditionWords(conditions: AppArmorMountConditions): string[] {
  const list = (items: string[]): string => `(${distinct(items).join(', ')})`;
  const words: string[] = [];
  if (conditions.fileSystems !== undefined) words.push(`fstype=${list(conditions.fileSystems.map(globListWord))}`);
  if (conditions.options !== undefined) words.push(`options=${list(conditions.options)}`);
  if (conditions.optionsAmong !== undefined) words.push(`options in ${list(conditions.optionsAmong)}`);
  return words;
}
