import { globListWord } from '../glob/glob';
import type { RuleProblems } from '../rule';
import { distinct, globField, unknownWords } from '../rule';

/** Flags of mount(2) as AppArmor 3.0 names them; `loud`, `rw` and the like stand for the flag that must not be set. */
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

/** Options that change how a mount propagates; they name a mount point and no source. */
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

/** Conditions that mount rules share. */
export interface AppArmorMountConditions {
  /**
   * The flags must be these and no others.
   *
   * @default - any flags, or those of `optionsAmong`
   */
  readonly options?: AppArmorMountOption[];

  /**
   * The flags must be among these; together with `options`: besides those.
   *
   * @default - any flags, or those of `options`
   */
  readonly optionsAmong?: AppArmorMountOption[];

  /**
   * Types of file system: names, `*` for any characters.
   *
   * @default - any type
   */
  readonly fileSystems?: string[];
}

/** Notes what is wrong with the conditions of a mount rule. */
export function checkMountConditions(problems: RuleProblems, conditions: AppArmorMountConditions): void {
  const { options, optionsAmong, fileSystems } = conditions;
  problems.add(unknownWords('options', options ?? [], Object.values(AppArmorMountOption)));
  problems.add(unknownWords('optionsAmong', optionsAmong ?? [], Object.values(AppArmorMountOption)));
  // an empty list would widen to all
  if (options?.length === 0) problems.add('options are an empty list: leave it out for any flags');
  if (optionsAmong?.length === 0) problems.add('optionsAmong is an empty list: leave it out for any flags');
  if (fileSystems?.length === 0) problems.add('fileSystems are an empty list: leave it out for any type');
  const odd = (fileSystems ?? []).filter((name) => !/^[A-Za-z0-9_.*-]+$/.test(name));
  if (odd.length > 0)
    problems.addUnfit(
      `fileSystems may have letters, digits and _ . - *, got ${odd.map((name) => JSON.stringify(name)).join(', ')}`,
    );
  for (const name of odd) globField(problems, 'fileSystems', name);
  // later parsers refuse what 3.0 takes without a word
  for (const [set, clear] of OPPOSITES) {
    if (options?.includes(set) === true && options.includes(clear))
      problems.addUnfit(`options have both ${set} and ${clear}: leave one out`);
  }
}

/** The conditions as words of a mount rule. */
export function mountConditionWords(conditions: AppArmorMountConditions): string[] {
  const list = (items: string[]): string => `(${distinct(items).join(', ')})`;
  const words: string[] = [];
  if (conditions.fileSystems !== undefined) words.push(`fstype=${list(conditions.fileSystems.map(globListWord))}`);
  if (conditions.options !== undefined) words.push(`options=${list(conditions.options)}`);
  if (conditions.optionsAmong !== undefined) words.push(`options in ${list(conditions.optionsAmong)}`);
  return words;
}
