import { quote } from '../diagnostics/input-error';
import { groupOf } from '../kubernetes/manifest';
import type { ManifestSet, UnreadContent } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';

/** Kind with objects that were not checked, or only in part. */
export interface NotJudgedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Number of objects. */
  readonly count: number;
  /**
   * First five places of content that was not checked, each with the object, the JSON pointer, the file and the reason, such as
   * `Kustomization flux/web, /spec/patches/0/patch, at apps.yaml:12: it patches objects that are not here`.
   */
  readonly places: string[];
}

/** Largest number of places of a kind. */
const MOST_PLACES = 5;

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

type Kinds = Map<string, { apiVersion: string; kind: string; count: number; places: string[] }>;

/** @param unread content of the object that cannot be read */
function countKind(kinds: Kinds, object: ObjectSubject, unread?: UnreadContent): void {
  const { apiVersion, kind } = object;
  const key = JSON.stringify([apiVersion, kind]);
  const known = kinds.get(key) ?? { apiVersion, kind, count: 0, places: [] };
  known.count += 1;
  if (known.places.length < MOST_PLACES) known.places.push(placeText(object, unread));
  kinds.set(key, known);
}

function placeText(object: ObjectSubject, unread: UnreadContent | undefined): string {
  const { kind, namespace, name, document } = object;
  const path = unread?.path ?? object._found.shapes?.unjudged ?? '';
  const line = document.lineOf(object.documentPointerOf(path));
  return [
    `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`.trimEnd(),
    ...(path === '' ? [] : [path]),
    ...(document.file === undefined ? [] : [`at ${document.file}${line === undefined ? '' : `:${line}`}`]),
  ]
    .join(', ')
    .concat(`: ${unread?.why ?? reasonOf(object)}`);
}

/** Returns why an object that can be read is not checked, or only in part. */
function reasonOf({ group, pods, _found: { shapes } }: ObjectSubject): string {
  const { unjudged, patches = [] } = shapes ?? {};
  if (patches.some(({ pointer }) => pointer === unjudged))
    return 'it patches objects that are not here, so only weak values in it are found';
  if (unjudged !== undefined) return 'it is a part of a pod or of a role, outside of one';
  if (group === 'kubevirt.io' && pods.length === 0)
    return 'it runs a virtual machine, whose own system has its own rights and processes, and no container';
  return 'no rule knows the kind, and it contains no pod';
}

/** Returns the objects that were not checked, or only in part, by kind. */
export function notJudgedIn(sets: ReadonlyArray<ManifestSet>, excluded: ReadonlyArray<string>): NotJudged {
  const kinds: Kinds = new Map();
  const counts = sets.map((manifests) => {
    const unread = new Map([...manifests._unread].reverse().map((each) => [each.object, each]));
    const unjudged = manifests.objects.filter((object) => unread.has(object) || object._isUnjudged);
    for (const object of unjudged)
      if (!excluded.includes(excludedName(object))) countKind(kinds, object, unread.get(object));
    return unjudged.length;
  });
  const list = [...kinds.values()];
  // lists with too many levels are not part of an object
  const deep = sets.filter(({ _unread, _whole }) => _unread.some(({ object }) => object === _whole)).length;
  if (deep > 0) list.push({ apiVersion: 'v1', kind: 'List', count: deep, places: [] });
  return { kinds: list, counts };
}

/** Returns the form in which an option excludes the kind of an object. */
function excludedName({ apiVersion, kind }: ObjectSubject): string {
  return `${groupOf(apiVersion)}/${kind}`;
}
