import { groupOf } from '../manifest';
import { KINDS_TABLE } from './kinds-table';

/** Kind of Kubernetes itself in one apiVersion. */
export interface BuiltInKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** First minor version whose API has it; 0 if it is older than the table. */
  readonly since: number;
  /** First minor version whose API no longer has it; infinity if the newest one has it. */
  readonly removed: number;
  /** False if a cluster with default settings does not serve the apiVersion in any version. */
  readonly isOnByDefault: boolean;
  readonly isClusterScoped: boolean;
  /** Name of its definition. */
  readonly definition: string;
}

/** Oldest minor version of which the tables are complete. */
export const OLDEST_SCHEMA = 10;

/** First minor version from which new beta versions of an API are off by default (KEP 3136). */
const BETA_OFF_SINCE = 24;

/** Beta versions that are on by default although they are newer, because an older beta of the same API was. */
const BETA_ON: ReadonlySet<string> = new Set(['flowcontrol.apiserver.k8s.io/v1beta3']);

/** API versions that the API had until 1.17, but that no cluster served by default from 1.16 on. */
const OFF_SINCE_1_16 =
  /^(apps\/v1beta[12]|extensions\/v1beta1) (DaemonSet|Deployment|NetworkPolicy|PodSecurityPolicy|ReplicaSet|StatefulSet|ControllerRevision)$/;

interface Kinds {
  /** By `apiVersion kind`. */
  readonly rows: ReadonlyMap<string, BuiltInKind>;
  readonly byKind: ReadonlyMap<string, ReadonlyArray<BuiltInKind>>;
  readonly groups: ReadonlySet<string>;
}

let read: Kinds | undefined;

function kinds(): Kinds {
  if (read !== undefined) return read;
  const rows = new Map<string, BuiltInKind>();
  const byKind = new Map<string, BuiltInKind[]>();
  const groups = new Set<string>();
  for (const line of KINDS_TABLE.trim().split('\n')) {
    const [apiVersion = '', kind = '', range = '', scope = '', definition = ''] = line.split(' ');
    const [from = '', to = ''] = range.split('-');
    const since = Number(from);
    const key = `${apiVersion} ${kind}`;
    const row: BuiltInKind = {
      apiVersion,
      kind,
      since,
      removed: OFF_SINCE_1_16.test(key) ? 16 : to === '' ? Number.POSITIVE_INFINITY : Number(to) + 1,
      isOnByDefault: isOnByDefault(apiVersion, since),
      isClusterScoped: scope === 'cluster',
      definition,
    };
    rows.set(key, row);
    groups.add(groupOf(apiVersion));
    const others = byKind.get(kind);
    if (others) others.push(row);
    else byKind.set(kind, [row]);
  }
  read = { rows, byKind, groups };
  return read;
}

function isOnByDefault(apiVersion: string, since: number): boolean {
  if (/v\d+alpha\d+$/.test(apiVersion)) return false;
  return !/v\d+beta\d+$/.test(apiVersion) || since < BETA_OFF_SINCE || BETA_ON.has(apiVersion);
}

/** Returns a kind of Kubernetes in an apiVersion, of any version; undefined if no version has it. */
export function builtInKind(apiVersion: string, kind: string): BuiltInKind | undefined {
  return kinds().rows.get(`${apiVersion} ${kind}`);
}

/** Returns a kind of Kubernetes in each apiVersion that has it. */
export function builtInKindsNamed(kind: string): ReadonlyArray<BuiltInKind> {
  return kinds().byKind.get(kind) ?? [];
}

/** Returns the names of all kinds of Kubernetes. */
export function builtInKindNames(): Iterable<string> {
  return kinds().byKind.keys();
}

/** Returns the API groups of Kubernetes; the core group is empty. */
export function builtInGroups(): ReadonlySet<string> {
  return kinds().groups;
}

/** Returns true if a cluster of a minor version with default settings serves a kind. */
export function isServed({ since, removed, isOnByDefault }: BuiltInKind, minor: number): boolean {
  return isOnByDefault && minor >= since && minor < removed;
}

/** Returns every kind of Kubernetes in every apiVersion. */
export function allBuiltInKinds(): BuiltInKind[] {
  return [...kinds().rows.values()];
}
