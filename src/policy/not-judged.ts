import { quote } from '../diagnostics/input-error';
import { groupOf } from '../kubernetes/manifest';
import type { ManifestSet } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';

/** Kind with objects that were not checked, or only in part. */
export interface NotJudgedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Number of objects. */
  readonly count: number;
}

/** Kind in the form of an option: `argoproj.io/Workflow`. */
const KIND = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[A-Za-z][A-Za-z0-9]*$/;

/** Returns the problems with a list of kinds to exclude, as sentences that start with the field. */
export function excludedKindProblems(kinds: ReadonlyArray<string>): string[] {
  return kinds
    .filter((kind) => !KIND.test(kind))
    .map((kind) => `must contain kinds as GROUP/KIND, such as argoproj.io/Workflow, got ${quote(kind)}`);
}

/** Objects that were not checked. */
export interface NotJudged {
  /** Kinds that are not excluded, in the order of their first object. */
  readonly kinds: NotJudgedKind[];
  /** Number of objects in each set, including those of excluded kinds. */
  readonly counts: number[];
}

/** Returns the kinds of other API groups whose objects were not validated, because no schema is known. */
export function kindsWithoutSchema(sets: ReadonlyArray<ManifestSet>): NotJudgedKind[] {
  const kinds: Kinds = new Map();
  for (const { objects } of sets) for (const object of objects) if (object._hasNoSchema) countKind(kinds, object);
  return [...kinds.values()];
}

type Kinds = Map<string, { apiVersion: string; kind: string; count: number }>;

function countKind(kinds: Kinds, { apiVersion, kind }: ObjectSubject): void {
  const key = JSON.stringify([apiVersion, kind]);
  const known = kinds.get(key) ?? { apiVersion, kind, count: 0 };
  known.count += 1;
  kinds.set(key, known);
}

/** Returns the objects that were not checked, or only in part, by kind. */
export function notJudgedIn(sets: ReadonlyArray<ManifestSet>, excluded: ReadonlyArray<string>): NotJudged {
  const kinds: Kinds = new Map();
  const counts = sets.map((manifests) => {
    const unjudged = unjudgedIn(manifests);
    for (const object of unjudged) {
      if (excluded.includes(excludedName(object))) continue;
      countKind(kinds, object);
    }
    return unjudged.length;
  });
  const list = [...kinds.values()];
  // lists with too many levels are not part of an object
  const deep = sets.filter(({ _unread, _whole }) => _unread.some(({ object }) => object === _whole)).length;
  if (deep > 0) list.push({ apiVersion: 'v1', kind: 'List', count: deep });
  return { kinds: list, counts };
}

function unjudgedIn(manifests: ManifestSet): ObjectSubject[] {
  const unread = new Set(manifests._unread.map(({ object }) => object));
  return manifests.objects.filter((object) => unread.has(object) || object._isUnjudged);
}

/** Returns the form in which an option excludes the kind of an object. */
function excludedName({ apiVersion, kind }: ObjectSubject): string {
  return `${groupOf(apiVersion)}/${kind}`;
}
