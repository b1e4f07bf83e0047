import { AppArmorParserVersion, isOlder } from './parser-version';
import { unknownWords } from './rule';

/** Flags of a profile. */
export enum AppArmorFlag {
  /** Denies and logs everything that no rule allows. A profile without this flag does the same. */
  ENFORCE = 'enforce',
  /** Allows and logs everything that no rule allows. Only deny rules have an effect. */
  COMPLAIN = 'complain',
  /** Kills a process that does something that no rule allows. */
  KILL = 'kill',
  /** Logs every use of every rule. */
  AUDIT = 'audit',
  /**
   * Gives files whose path the kernel cannot determine, such as those on overlay mounts, a path below `/`. Containers need it.
   * Different files can then have the same path, so rules are slightly less precise.
   */
  ATTACH_DISCONNECTED = 'attach_disconnected',
  /** Denies access to files whose path the kernel cannot determine. */
  NO_ATTACH_DISCONNECTED = 'no_attach_disconnected',
  /** Checks open files that were deleted by their old path. */
  MEDIATE_DELETED = 'mediate_deleted',
  /** Allows processes to keep using open files that were deleted. */
  DELEGATE_DELETED = 'delegate_deleted',
  /** Interprets paths relative to the root of the process. */
  CHROOT_RELATIVE = 'chroot_relative',
  /** Interprets paths relative to the mount namespace. A profile without this flag does the same. */
  NAMESPACE_RELATIVE = 'namespace_relative',
  /** Interprets paths of files outside of the process's root as paths below that root. */
  CHROOT_ATTACH = 'chroot_attach',
  /** Denies access to files outside of the process's root. A profile without this flag does the same. */
  CHROOT_NO_ATTACH = 'chroot_no_attach',
  /** Allows everything. Profiles of containers cannot have it. */
  UNCONFINED = 'unconfined',
  /** Allows everything that no rule denies. Profiles of containers cannot have it. Needs AppArmor 4.0. */
  DEFAULT_ALLOW = 'default_allow',
  /** Asks a program of the user about everything that no rule allows. Profiles of containers cannot have it. Needs AppArmor 4.0. */
  PROMPT = 'prompt',
  /** Allows signals to interrupt a question to the user. Needs AppArmor 4.0. */
  INTERRUPTIBLE = 'interruptible',
  /** Logs details of how the kernel applies the profile. Needs AppArmor 4.0. */
  DEBUG = 'debug',
}

const F = AppArmorFlag;
const EXCLUSIVE: ReadonlyArray<ReadonlyArray<AppArmorFlag>> = [
  [F.ENFORCE, F.COMPLAIN, F.KILL, F.UNCONFINED, F.DEFAULT_ALLOW, F.PROMPT],
  [F.ATTACH_DISCONNECTED, F.NO_ATTACH_DISCONNECTED],
  [F.MEDIATE_DELETED, F.DELEGATE_DELETED],
  [F.CHROOT_RELATIVE, F.NAMESPACE_RELATIVE],
  [F.CHROOT_ATTACH, F.CHROOT_NO_ATTACH],
];

// not for containers, because such a profile confines nothing
const UNFIT: ReadonlyArray<AppArmorFlag> = [F.UNCONFINED, F.DEFAULT_ALLOW, F.PROMPT];
const SINCE: { readonly [flag: string]: AppArmorParserVersion } = {
  [F.DEFAULT_ALLOW]: AppArmorParserVersion.V4_0,
  [F.PROMPT]: AppArmorParserVersion.V4_0,
  [F.INTERRUPTIBLE]: AppArmorParserVersion.V4_0,
  [F.DEBUG]: AppArmorParserVersion.V4_0,
  'kill.signal': AppArmorParserVersion.V4_0,
  'attach_disconnected.path': AppArmorParserVersion.V4_0,
  error: AppArmorParserVersion.V4_1,
};
const WITH_VALUE = /^(kill\.signal|attach_disconnected\.path|error)=[A-Za-z0-9_./+-]+$/;

/** Returns a problem for each flag that is unknown, contradicts another one, or is not for containers. */
export function flagProblems(flags: ReadonlyArray<AppArmorFlag>, version: AppArmorParserVersion): string[] {
  const fit = Object.values(AppArmorFlag).filter((flag) => !UNFIT.includes(flag));
  const unknown = unknownWords('flags', flags, fit);
  return unknown === undefined ? writtenFlagProblems(flags, version) : [unknown];
}

/** Returns a problem for each flag of a text that the parser does not know, or that contradicts another one. */
export function writtenFlagProblems(flags: ReadonlyArray<string>, version: AppArmorParserVersion): string[] {
  const names = Object.values<string>(AppArmorFlag);
  const known = flags.filter((flag) => names.includes(flag) || WITH_VALUE.test(flag));
  const unknown = unknownWords(
    'flags',
    flags.filter((flag) => !known.includes(flag)),
    names,
  );
  const late = known.flatMap((flag) => {
    const since = SINCE[flag.replace(/=.*/, '')];
    return since !== undefined && isOlder(version, since)
      ? [`flag ${flag} needs AppArmor ${since}, but parserVersion is ${version}`]
      : [];
  });
  const contradictions = EXCLUSIVE.map((group) => group.filter((flag) => flags.includes(flag)))
    .filter((both) => both.length > 1)
    .map((both) => `flags ${both.join(' and ')} contradict each other: keep one`);
  return [...(unknown === undefined ? [] : [unknown]), ...late, ...contradictions];
}
