import { annotatedTarget } from '../kubernetes/annotated-target';
import { pointerStep, type JsonObject } from '../kubernetes/manifest';
import { objectTargets } from '../kubernetes/object-targets';
import { objectsIn, type FoundObject, type Opaque } from '../kubernetes/objects';
import { resourceHoldersIn } from '../kubernetes/resource-holders';
import { TARGET_ANNOTATION, targetIn } from '../kubernetes/target-annotation';
import { engineRules } from './engine-rule';
import type { Found } from './found';
import { PolicyTarget } from './policy-target';
import type { ManifestDocument } from './subject/manifest-document';
import { ManifestSet, type DocumentContent } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';

/** Manifests of one check, by the cluster that reads them. */
export interface Clusters {
  /** One set for each target. Each contains at least one object, unless there is only one set. */
  readonly sets: ReadonlyArray<ManifestSet>;
  /** Objects of all sets in the order of the documents. */
  readonly objects: ReadonlyArray<ObjectSubject>;
  /** Annotations that name no target. */
  readonly malformed: ReadonlyArray<Found>;
}

/** Facts that decide for which target an object is checked. */
export interface TargetChoice {
  /** Target of objects without a target of their own. */
  readonly general: PolicyTarget;
  /** True if objects can name their target in an annotation. */
  readonly isAnnotationRead: boolean;
  /** CustomResourceDefinitions that are not among the manifests. */
  readonly definitions?: ReadonlyArray<JsonObject>;
}

/** Parts of the documents that have the same target. */
interface Group {
  readonly target: PolicyTarget;
  readonly parts: DocumentContent[];
}

/** Object with its group; a value without a target is a malformed annotation. */
interface Placed {
  readonly group: Group;
  readonly malformed?: string;
}

const ANNOTATION = `/metadata/annotations${pointerStep(TARGET_ANNOTATION)}`;

/**
 * Separates manifests by their target. The target of an object is that of its document, else that of its annotation, else that
 * of the object around it, else the general one. Different targets are different clusters, so that no object of one is seen
 * together with an object of another.
 */
export function clustersOf(documents: ReadonlyArray<ManifestDocument>, choice: TargetChoice): Clusters {
  const groups = new Map<string, Group>();
  const groupOf = (target: PolicyTarget): Group => {
    const group = groups.get(target._key) ?? { target, parts: [] };
    groups.set(target._key, group);
    return group;
  };
  const placed: Placed[] = [];
  const holders = resourceHoldersIn(documents.map(({ value }) => value));
  for (const document of documents) {
    const { objects, opaque } = objectsIn(document.value, { byShape: true, holders });
    const own = placesOf(document, objects, choice, groupOf);
    placed.push(...own);
    for (const [group, part] of partsOf(document, objects, opaque, own, groupOf(document.target ?? choice.general)))
      group.parts.push(part);
  }
  const used = [...groups.values()].filter(({ parts }) => parts.some(({ objects }) => objects.length > 0));
  return setsOf(used.length > 0 ? withUnread(used, groups) : [groupOf(choice.general)], placed, choice.definitions);
}

/** Adds the unreadable content of groups without objects to the first group, because a set without objects does not represent a cluster. */
function withUnread(used: Group[], groups: ReadonlyMap<string, Group>): Group[] {
  for (const group of groups.values()) if (!used.includes(group)) used[0]?.parts.push(...group.parts);
  return used;
}

function setsOf(
  groups: ReadonlyArray<Group>,
  placed: ReadonlyArray<Placed>,
  definitions?: ReadonlyArray<JsonObject>,
): Clusters {
  const sets = new Map(groups.map((group) => [group, ManifestSet._in(group.parts, group.target, definitions)]));
  const next = new Map<Group, number>();
  const objects: ObjectSubject[] = [];
  const malformed: Found[] = [];
  for (const { group, malformed: message } of placed) {
    const index = next.get(group) ?? 0;
    next.set(group, index + 1);
    const object = sets.get(group)?.objects[index];
    if (object === undefined) continue;
    objects.push(object);
    // an annotation of a wrong type is unreadable content
    if (message === undefined || object._faults.some(({ kind, path }) => kind === 'type' && path === ANNOTATION))
      continue;
    const rule = engineRules().malformedTarget;
    malformed.push({ rule, object, path: ANNOTATION, value: ANNOTATION, violation: { path: ANNOTATION, message } });
  }
  return { sets: [...sets.values()], objects, malformed };
}

/** Returns the group of each object of a document. */
function placesOf(
  document: ManifestDocument,
  objects: ReadonlyArray<FoundObject>,
  { general, isAnnotationRead }: TargetChoice,
  groupOf: (target: PolicyTarget) => Group,
): Placed[] {
  const outer = document.target ?? general;
  const isRead = isAnnotationRead && document.target === undefined;
  if (!isRead || objects.every(({ object }) => targetIn(object) === undefined))
    return objects.map(() => ({ group: groupOf(outer) }));
  const read = new Map(objects.map(({ object }) => [object, annotatedTarget(object, general)]));
  const targets = objectTargets(objects, outer, (object) => {
    const target = read.get(object)?.target;
    return target && PolicyTarget.of(target);
  });
  return objects.map(({ object }, i) => ({
    group: groupOf(targets[i] ?? outer),
    malformed: read.get(object)?.problem,
  }));
}

/** Returns the parts of a document, each with its group. Unreadable content belongs to the object around it. */
function partsOf(
  document: ManifestDocument,
  objects: ReadonlyArray<FoundObject>,
  opaque: ReadonlyArray<Opaque>,
  placed: ReadonlyArray<Placed>,
  outer: Group,
): [Group, DocumentContent][] {
  const groups = [...new Set(placed.map(({ group }) => group))];
  const [only = outer] = groups;
  if (groups.length <= 1) return [[only, { document, objects, opaque }]];
  const groupAt = new Map(objects.map(({ pointer }, i) => [pointer, placed[i]?.group ?? outer]));
  const holderOf = ({ pointer }: Opaque): Group => {
    for (let around = pointer; around !== '';) {
      around = around.slice(0, around.lastIndexOf('/'));
      const group = groupAt.get(around);
      if (group) return group;
    }
    return only;
  };
  return groups.map((group) => [
    group,
    {
      document,
      objects: objects.filter((_, i) => placed[i]?.group === group),
      opaque: opaque.filter((each) => holderOf(each) === group),
    },
  ]);
}
