import { isObject, listAt, objectAt, pointerStep, stringAt, stringsAt, type JsonObject } from './manifest';
import { isKnownKind } from './known-kinds';
import type { FoundPod } from './pods';

/** Object inside an object of another kind. */
export interface EmbeddedObject {
  readonly value: JsonObject;
  /** JSON pointer within the object around it. */
  readonly pointer: string;
}

/** Text with manifests as YAML or JSON. */
export interface EmbeddedText {
  readonly text: string;
  /** JSON pointer within the object around it. */
  readonly pointer: string;
}

/** Part of an object that changes another object: a patch as text or as an object, or an operation of a JSON patch. */
export interface EmbeddedPatch {
  readonly value: unknown;
  /** JSON pointer within the object around it. */
  readonly pointer: string;
}

/** Pods and objects that were found by their shape, inside an object of a kind that this library does not know. */
export interface Shapes {
  readonly pods: ReadonlyArray<FoundPod>;
  readonly objects: ReadonlyArray<EmbeddedObject>;
  /** Texts with manifests, in an object of a kind that this library does not know. */
  readonly texts: ReadonlyArray<EmbeddedText>;
  readonly patches: ReadonlyArray<EmbeddedPatch>;
  /** Values that are read in another way. */
  readonly read: ReadonlyArray<unknown>;
  /** JSON pointer of the first content that a rule would judge in a pod or role, but that is in neither. */
  readonly unjudged?: string;
}

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Fields that tell an object from a reference to one, which also has an apiVersion and a kind. */
const OBJECT_FIELDS = ['data', 'items', 'metadata', 'objects', 'rules', 'spec', 'stringData', 'subjects', 'webhooks'];

/** Maximum depth of the search. A manifest has about twenty levels. */
const MAX_DEPTH = 100;

/**
 * Finds pods and objects in an object of any kind, in one pass.
 *
 * A pod has a list of containers of which at least one has an image. A pod in the field `spec` is part of a template. An object
 * has an apiVersion, a kind and content. `status` and `metadata` are left out, because nothing runs their content.
 * @param others values of the object that are read in another way, and are left out
 */
export function shapesIn(object: JsonObject, others: ReadonlyArray<unknown> = []): Shapes {
  const pods: FoundPod[] = [];
  const objects: EmbeddedObject[] = [];
  const texts: EmbeddedText[] = [];
  const patches: EmbeddedPatch[] = [];
  const readsTexts = !isKnownKind(stringAt(object, 'apiVersion') ?? '', stringAt(object, 'kind') ?? '');
  const seen = new Set<unknown>(others.filter((each) => typeof each === 'object' && each !== null));
  let unjudged: string | undefined;
  if (isPodSpec(object)) pods.push(podOf(object, '', undefined));
  else {
    if (isWeak(object)) unjudged = '';
    for (const [key, value] of Object.entries(object))
      if (key !== 'metadata' && key !== 'status') visitField(key, value, '', 1);
  }
  return { pods, objects, texts, patches, read: others, unjudged };

  function visitField(key: string, value: unknown, around: string, depth: number, parent?: JsonObject): void {
    const pointer = around + pointerStep(key);
    if (!PATCH.test(key) || seen.has(value)) visit(value, pointer, depth, parent);
    else if (isPatch(value)) addPatch(value, pointer);
    else if (Array.isArray(value)) {
      seen.add(value);
      value.forEach((each: unknown, i) => {
        const at = pointer + pointerStep(i);
        if (isPatch(each) || (isObject(each) && isEmbeddedObject(each))) addPatch(each, at);
        else visit(each, at, depth + 1);
      });
    } else if (typeof value !== 'string') visit(value, pointer, depth, parent);
  }

  /** Adds a part of an object, which says nothing about the other parts, so that it is not an object of its own. */
  function addPatch(value: unknown, pointer: string): void {
    patches.push({ value, pointer });
    unjudged ??= pointer;
  }

  /** @param parent possible template of a pod spec; undefined for a part of the object itself */
  function visit(value: unknown, pointer: string, depth: number, parent?: JsonObject): void {
    if (typeof value === 'string' && readsTexts && hasManifests(value)) texts.push({ text: value, pointer });
    // the value of an alias can be in many places, or in itself
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (depth > MAX_DEPTH) {
      unjudged ??= pointer;
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((each, i) => visit(each, pointer + pointerStep(i), depth + 1));
      return;
    }
    if (!isObject(value)) return;
    if (isEmbeddedObject(value)) objects.push({ value, pointer });
    else if (isPodSpec(value)) pods.push(podOf(value, pointer, parent));
    else {
      if (isJsonPatchOperation(value)) addPatch(value, pointer);
      if (isWeak(value)) unjudged ??= pointer;
      for (const [key, child] of Object.entries(value)) visitField(key, child, pointer, depth + 1, value);
    }
  }

  function podOf(spec: JsonObject, pointer: string, parent: JsonObject | undefined): FoundPod {
    const isTemplate = parent !== undefined && parent['spec'] === spec && pointer.endsWith('/spec');
    if (!isTemplate) return { object, pointer, template: { spec }, spec, annotatable: false };
    return { object, pointer: pointer.slice(0, -'/spec'.length), template: parent, spec, annotatable: true };
  }
}

/** Names of fields whose content is a part of an object, which changes other objects. */
const PATCH = /(?<!dis)patch/i;

/** Operations of a JSON patch. */
const OPERATIONS: ReadonlySet<unknown> = new Set(['add', 'copy', 'move', 'remove', 'replace']);

/** Returns true if the content of a field with the name of a patch is a part of an object, or a text of patches. */
function isPatch(value: unknown): boolean {
  if (typeof value === 'string') return /:\s|^\s*[[{]/.test(value);
  if (!isObject(value)) return false;
  return ['spec', 'template', ...CONTAINER_LISTS].some((key) => typeof value[key] === 'object' && value[key] !== null);
}

/** Returns true if an object changes one value of another object. Some engines leave out the operation `replace`. */
export function isJsonPatchOperation(value: JsonObject): boolean {
  const { path, op, operation, operator } = value;
  if (typeof path !== 'string' || !path.startsWith('/')) return false;
  const named = op ?? operation ?? operator;
  return named === undefined ? /^\/(spec|metadata|data)\//.test(path) && 'value' in value : OPERATIONS.has(named);
}

/** Returns true if a text has the two fields at its start of a line that every manifest has. */
function hasManifests(text: string): boolean {
  if (text.length < 20 || !text.includes('apiVersion') || !text.includes('kind')) return false;
  return (/^apiVersion:/m.test(text) && /^kind:/m.test(text)) || text.trimStart().startsWith('{');
}

export function isEmbeddedObject(value: JsonObject): boolean {
  if (typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string') return false;
  return OBJECT_FIELDS.some((field) => typeof value[field] === 'object' && value[field] !== null);
}

/** Returns true if an object has a list of containers of which at least one has an image. A schema has an object instead of the list. */
function isPodSpec(value: JsonObject): boolean {
  const containers = CONTAINER_LISTS.flatMap((list) => listAt(value, list));
  return (
    containers.length > 0 &&
    containers.every(isObject) &&
    containers.some((each) => stringAt(each, 'image') !== undefined)
  );
}

/** Returns true if an object, as a part of a pod or a role, would weaken the pod or grant permissions. */
function isWeak(value: JsonObject): boolean {
  return (
    ['hostNetwork', 'hostPID', 'hostIPC', 'privileged', 'allowPrivilegeEscalation', 'hostProcess'].some(
      (key) => value[key] === true,
    ) ||
    value['procMount'] === 'Unmasked' ||
    stringAt(objectAt(value, 'hostPath'), 'path') !== undefined ||
    stringsAt(objectAt(value, 'capabilities'), 'add').some((each) => each !== 'NET_BIND_SERVICE') ||
    isRoleRule(value)
  );
}

function isRoleRule(value: JsonObject): boolean {
  const [verbs, ...things] = ['verbs', 'resources', 'nonResourceURLs'].map((key) => stringsAt(value, key).length > 0);
  return verbs === true && things.includes(true);
}
