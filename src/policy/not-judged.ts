import { quote } from '../diagnostics/input-error';
import { groupOf } from '../kubernetes/manifest';
import type { ManifestSet } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';

/** A kind of which some objects were not judged, as a whole or in part. */
export interface NotJudgedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Number of objects. */
  readonly count: number;
}

/** A kind as an option names it: `argoproj.io/Workflow`. */
const KIND = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[A-Za-z][A-Za-z0-9]*$/;

/** Problems with a list of kinds that need not be judged. */
export function excludedKindProblems(field: string, kinds: ReadonlyArray<string>): string[] {
  return kinds
    .filter((kind) => !KIND.test(kind))
    .map((kind) => `${field} must contain kinds as GROUP/KIND, such as argoproj.io/Workflow, got ${quote(kind)}`);
}

/** What was not judged. */
export interface NotJudged {
  /** Kinds that are not excluded, in the order of their first object. */
  readonly kinds: NotJudgedKind[];
  /** Number of objects, excluded ones among them. */
  readonly objects: number;
}

/** The objects of which something was not judged, by kind. */
export function notJudgedIn(manifests: ManifestSet, excluded: ReadonlyArray<string>): NotJudged {
  const unread = new Set(manifests._unread.map(({ object }) => object));
  const kinds = new Map<string, { apiVersion: string; kind: string; count: number }>();
  let objects = 0;
  for (const object of manifests.objects) {
    if (!unread.has(object) && !object._isUnjudged) continue;
    objects += 1;
    if (excluded.includes(excludedName(object))) continue;
    const { apiVersion, kind } = object;
    const key = JSON.stringify([apiVersion, kind]);
    const known = kinds.get(key) ?? { apiVersion, kind, count: 0 };
    known.count += 1;
    kinds.set(key, known);
  }
  const list = [...kinds.values()];
  // lists that are nested too deep stand in no object
  if (unread.has(manifests._whole)) list.push({ apiVersion: 'v1', kind: 'List', count: 1 });
  return { kinds: list, objects };
}

/** The name by which an option excludes the kind of an object. */
function excludedName({ apiVersion, kind }: ObjectSubject): string {
  return `${groupOf(apiVersion)}/${kind}`;
}
