import { didYouMean, nearestWord } from '../../diagnostics/nearest-word';
import { groupOf } from '../manifest';
import {
  builtInGroups,
  builtInKind,
  builtInKindNames,
  builtInKindsNamed,
  isServed,
  type BuiltInKind,
} from './built-in-kinds';

/** Way in which a cluster does not serve the kind of an object. */
export type NotServed =
  /** No version of Kubernetes has the kind in the apiVersion. */
  | { readonly why: 'unknown'; readonly hint: string }
  | { readonly why: 'removed'; readonly removed: number; readonly instead?: BuiltInKind }
  /** Served now, but not in a later version. */
  | { readonly why: 'ending'; readonly removed: number; readonly instead?: BuiltInKind }
  | { readonly why: 'later'; readonly since: number; readonly instead?: BuiltInKind }
  /** An alpha or beta version that is off by default. */
  | { readonly why: 'off'; readonly instead?: BuiltInKind };

/** Returns why a default cluster of a minor version does not serve a kind; undefined if it does, or if the kind is not one of Kubernetes. */
export function notServed(apiVersion: string, kind: string, minor: number): NotServed | undefined {
  const row = builtInKind(apiVersion, kind);
  if (row === undefined) return unknownKind(apiVersion, kind, minor);
  const instead = insteadOf(row, minor);
  if (minor >= row.removed) return { why: 'removed', removed: row.removed, instead };
  if (minor < row.since) return { why: 'later', since: row.since, instead };
  if (!row.isOnByDefault) return { why: 'off', instead };
  // a version without a replacement cannot be changed yet
  if (row.removed !== Number.POSITIVE_INFINITY && (instead === undefined || minor >= instead.since))
    return { why: 'ending', removed: row.removed, instead };
  return undefined;
}

/** Returns true if an object has an API group of Kubernetes, but no version has its kind there. */
export function isUnknownBuiltIn(apiVersion: string, kind: string): boolean {
  return isBuiltInGroup(groupOf(apiVersion)) && builtInKind(apiVersion, kind) === undefined;
}

/** Returns true if Kubernetes itself serves an API group. Groups without a dot are also its own. */
export function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || builtInGroups().has(group);
}

function unknownKind(apiVersion: string, kind: string, minor: number): NotServed | undefined {
  const group = groupOf(apiVersion);
  const elsewhere = best(builtInKindsNamed(kind), minor);
  if (isBuiltInGroup(group)) {
    const hint =
      elsewhere === undefined ? didYouMean(kind, builtInKindNames()) : `: ${kind} is in ${elsewhere.apiVersion}`;
    return { why: 'unknown', hint };
  }
  // the group itself may be misspelled
  if (elsewhere === undefined || nearestWord(group, [groupOf(elsewhere.apiVersion)]) === undefined) return undefined;
  return { why: 'unknown', hint: `: did you mean ${elsewhere.apiVersion}?` };
}

/** Returns the newest apiVersion with the same kind that is served in a version; if none is, the first that a later one serves. */
function insteadOf(row: BuiltInKind, minor: number): BuiltInKind | undefined {
  const group = groupOf(row.apiVersion);
  const others = builtInKindsNamed(row.kind).filter(
    (each) => each.apiVersion !== row.apiVersion && each.isOnByDefault && each.removed > row.removed,
  );
  const inGroup = others.filter((each) => groupOf(each.apiVersion) === group);
  return best(inGroup.length > 0 ? inGroup : others, minor);
}

function best(kinds: ReadonlyArray<BuiltInKind>, minor: number): BuiltInKind | undefined {
  const lasting = kinds.filter((each) => each.isOnByDefault);
  const served = lasting.filter((each) => isServed(each, minor));
  const newest = [...served].sort((a, b) => b.removed - a.removed || b.since - a.since);
  return newest[0] ?? [...lasting].sort((a, b) => b.removed - a.removed || a.since - b.since)[0] ?? kinds[0];
}
