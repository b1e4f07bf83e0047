import { AppArmorParserVersion, isOlder } from './parser-version';
import { unknownWords } from './rule';

/** Flags of a profile. */
export enum AppArmorFlag {
  /** Refuse and log what isn't allowed; so it is without a flag, too. */
  ENFORCE = 'enforce',
  /** Allow what isn't allowed and log it: confines nothing but what is refused outright. */
  COMPLAIN = 'complain',
  /** Kill the process that does what isn't allowed. */
  KILL = 'kill',
  /** Log every use of every rule. */
  AUDIT = 'audit',
  /** Give files whose path cannot be told (as on overlay mounts) a path below `/`. Containers need it; it makes their mediation a little coarser. */
  ATTACH_DISCONNECTED = 'attach_disconnected',
  /** Refuse files whose path cannot be told. */
  NO_ATTACH_DISCONNECTED = 'no_attach_disconnected',
  /** Judge deleted files that are still open by their old path. */
  MEDIATE_DELETED = 'mediate_deleted',
  /** Leave deleted files that are still open to whoever holds them. */
  DELEGATE_DELETED = 'delegate_deleted',
  /** Take paths relative to the root that the process has. */
  CHROOT_RELATIVE = 'chroot_relative',
  /** Take paths relative to the mount namespace; so it is without a flag, too. */
  NAMESPACE_RELATIVE = 'namespace_relative',
  /** Take paths of files outside of the process's root as if they stood below it. */
  CHROOT_ATTACH = 'chroot_attach',
  /** Refuse files outside of the process's root; so it is without a flag, too. */
  CHROOT_NO_ATTACH = 'chroot_no_attach',
  /** Let the process do everything: refused for a container. */
  UNCONFINED = 'unconfined',
  /** Let the process do what nothing refuses: refused for a container. Needs AppArmor 4.0. */
  DEFAULT_ALLOW = 'default_allow',
  /** Ask a program of the user for what isn't allowed: refused for a container. Needs AppArmor 4.0. */
  PROMPT = 'prompt',
  /** Let a signal interrupt a question to the user. Needs AppArmor 4.0. */
  INTERRUPTIBLE = 'interruptible',
  /** Log more of what the kernel does with the profile. Needs AppArmor 4.0. */
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

// what a container must not have, since it confines nothing by itself
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

/** Flags that are unknown, contradict each other, or are nothing for a container. */
export function flagProblems(flags: ReadonlyArray<AppArmorFlag>, version: AppArmorParserVersion): string[] {
  const fit = Object.values(AppArmorFlag).filter((flag) => !UNFIT.includes(flag));
  const unknown = unknownWords('flags', flags, fit);
  return unknown === undefined ? writtenFlagProblems(flags, version) : [unknown];
}

/** Flags of a text that the parser doesn't know, or that contradict each other. */
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
