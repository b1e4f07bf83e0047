import { unknownWords } from './rule';

/** Flags of a profile, as AppArmor 3.0 has them. */
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
}

const F = AppArmorFlag;
const EXCLUSIVE: ReadonlyArray<ReadonlyArray<AppArmorFlag>> = [
  [F.ENFORCE, F.COMPLAIN, F.KILL],
  [F.ATTACH_DISCONNECTED, F.NO_ATTACH_DISCONNECTED],
  [F.MEDIATE_DELETED, F.DELEGATE_DELETED],
  [F.CHROOT_RELATIVE, F.NAMESPACE_RELATIVE],
];

/** Flags that are unknown or contradict each other. */
export function flagProblems(flags: ReadonlyArray<AppArmorFlag>): string[] {
  const unknown = unknownWords('flags', flags, Object.values(AppArmorFlag));
  const contradictions = EXCLUSIVE.map((group) => group.filter((flag) => flags.includes(flag)))
    .filter((both) => both.length > 1)
    .map((both) => `flags ${both.join(' and ')} contradict each other: keep one`);
  return [...(unknown === undefined ? [] : [unknown]), ...contradictions];
}
