import { isObject, pointerStep, type JsonObject } from '../manifest';
import { setOwn } from './json-patch';

/**
 * Lists that a strategic merge patch merges, with the key by which it finds their elements. All other lists are replaced.
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ports: 'containerPort',
  resourceClaims: 'name',
  schedulingGates: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

const DIRECTIVE = '$patch';

/** Value that a patch changed: its JSON pointers in the patched object and in the patch. */
export interface MergedValue {
  readonly path: string;
  readonly pointer: string;
}

/** Receives each changed value. */
type OnChange = (value: MergedValue) => void;

/**
 * Applies a strategic merge patch of Kubernetes to an object, which is changed. Values of the patch become parts of the object.
 */
export function strategicMerge(target: JsonObject, patch: JsonObject): MergedValue[] {
  const changes: MergedValue[] = [];
  mergeObject(target, patch, { path: '', pointer: '' }, (change) => changes.push(change));
  return changes;
}

function mergeObject(target: JsonObject, patch: JsonObject, at: MergedValue, changed: OnChange): void {
  if (Array.isArray(patch['$retainKeys'])) {
    const kept = new Set<unknown>(patch['$retainKeys']);
    for (const key of Object.keys(target)) if (!kept.has(key)) delete target[key];
    changed(at);
  }
  for (const [key, value] of Object.entries(patch)) {
    // directives of a patch say how to merge, or only how to order
    if (key.startsWith('$')) continue;
    const place = { path: at.path + pointerStep(key), pointer: at.pointer + pointerStep(key) };
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    const mergeKey = Object.hasOwn(MERGE_KEYS, key) ? MERGE_KEYS[key] : undefined;
    if (value === null || (isObject(value) && value[DIRECTIVE] === 'delete')) {
      delete target[key];
      changed(place);
    } else if (isObject(value) && isObject(before) && value[DIRECTIVE] !== 'replace') {
      mergeObject(before, value, place, changed);
    } else if (Array.isArray(value) && Array.isArray(before) && mergeKey !== undefined && !isReplaced(value)) {
      mergeList(before, value, mergeKey, place, changed);
    } else {
      setOwn(target, key, withoutDirectives(value));
      changed(place);
    }
  }
}

function isReplaced(list: ReadonlyArray<unknown>): boolean {
  return list.some((each) => isObject(each) && each[DIRECTIVE] === 'replace');
}

function mergeList(
  target: unknown[],
  patch: ReadonlyArray<unknown>,
  mergeKey: string,
  { path, pointer }: MergedValue,
  changed: OnChange,
): void {
  const byKey = new Map<unknown, number>();
  target.forEach((each, i) => isObject(each) && byKey.set(each[mergeKey], i));
  const removed = new Set<unknown>();
  patch.forEach((each, i) => {
    const from = pointer + pointerStep(i);
    const index = isObject(each) ? byKey.get(each[mergeKey]) : undefined;
    const before = index === undefined ? undefined : target[index];
    if (isObject(each) && each[DIRECTIVE] === 'delete') {
      removed.add(before);
      changed({ path, pointer: from });
    } else if (isObject(each) && isObject(before) && index !== undefined) {
      mergeObject(before, each, { path: path + pointerStep(index), pointer: from }, changed);
    } else {
      changed({ path: path + pointerStep(target.length), pointer: from });
      target.push(withoutDirectives(each));
    }
  });
  if (removed.size === 0) return;
  const kept = target.filter((each) => !removed.has(each));
  target.splice(0, target.length);
  for (const each of kept) target.push(each);
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((each) => !isObject(each) || Object.keys(each).some((key) => key !== DIRECTIVE));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== DIRECTIVE));
}
