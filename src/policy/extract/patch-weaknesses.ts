import {
  isObject,
  objectAt,
  pointerStep,
  stepsOf,
  stringAt,
  stringsAt,
  type JsonObject,
} from '../../kubernetes/manifest';
import { APPARMOR_ANNOTATION } from '../../kubernetes/confinement';
import { isJsonPatchOperation, type EmbeddedPatch } from '../../kubernetes/shapes';
import { readYamlDocuments } from '../../kubernetes/yaml/yaml-stream';
import { RESTRICTED_CAPABILITIES } from '../../host/capability';

/** Value of a patch that weakens the object that it changes. */
export interface PatchWeakness {
  /** JSON pointer of the value within the changed object. */
  readonly target: string;
  /** JSON pointer within the object that contains the patch. */
  readonly path: string;
  /** Effect of the patch, and the allowed value, such as `sets privileged to true; must be false or unset`. */
  readonly message: string;
}

/** Largest nesting of a patch. */
const MAX_DEPTH = 100;

/**
 * Returns what a patch weakens, whatever it is applied to. The other parts of the object are unknown, so that what the patch
 * leaves unset does not count.
 */
export function weaknessesOf({ value, pointer }: EmbeddedPatch): PatchWeakness[] {
  if (typeof value !== 'string') return inDocument(value, pointer, (path) => pointer + path);
  let documents: unknown[];
  try {
    documents = readYamlDocuments(value);
  } catch {
    // the object is reported as not judged
    return [];
  }
  return documents.flatMap((document) => inDocument(document, pointer, () => pointer));
}

/** @param pointerOf returns the pointer within the object for one within the document */
function inDocument(document: unknown, pointer: string, pointerOf: (path: string) => string): PatchWeakness[] {
  if (Array.isArray(document)) return document.flatMap((each: unknown) => inDocument(each, pointer, pointerOf));
  if (!isObject(document)) return [];
  if (isJsonPatchOperation(document)) return inOperation(document, pointerOf);
  const found: Weakness[] = [];
  visit(document, '', found, new Set());
  return found.map(({ path, message }) => ({ target: path, path: pointerOf(path), message }));
}

function inOperation(operation: JsonObject, pointerOf: (path: string) => string): PatchWeakness[] {
  const target = stringAt(operation, 'path') ?? '';
  const name = operation['op'] ?? operation['operation'] ?? operation['operator'] ?? 'replace';
  if (name === 'remove') {
    const removed = removedProtection(stepsOf(target));
    return removed === undefined ? [] : [{ target, path: pointerOf(''), message: removed }];
  }
  // the value in an object like the one that the operation changes
  const changed = stepsOf(target).reduceRight<unknown>(
    (inner, step) => (/^(-|\d+)$/.test(step) ? [inner] : { [step]: inner }),
    operation['value'],
  );
  const found: Weakness[] = [];
  visit(changed, '', found, new Set());
  return found.map(({ message }) => ({ target, path: pointerOf('value' in operation ? '/value' : ''), message }));
}

interface Weakness {
  readonly path: string;
  readonly message: string;
}

function visit(value: unknown, path: string, found: Weakness[], seen: Set<unknown>): void {
  if (typeof value !== 'object' || value === null || seen.has(value) || stepsOf(path).length > MAX_DEPTH) return;
  seen.add(value);
  if (Array.isArray(value)) {
    value.forEach((each, i) => visit(each, path + pointerStep(i), found, seen));
    return;
  }
  const object = value as JsonObject;
  for (const [key, each] of Object.entries(object)) {
    const message = weaknessOf(key, each, object);
    if (message !== undefined) found.push({ path: path + pointerStep(key), message });
    visit(each, path + pointerStep(key), found, seen);
  }
}

/** Values that weaken, by field. */
const WEAK: Readonly<Record<string, unknown>> = {
  allowPrivilegeEscalation: true,
  automountServiceAccountToken: true,
  hostIPC: true,
  hostNetwork: true,
  hostPID: true,
  hostProcess: true,
  'pod-security.kubernetes.io/enforce': 'privileged',
  privileged: true,
  procMount: 'Unmasked',
  readOnlyRootFilesystem: false,
  runAsNonRoot: false,
  runAsUser: 0,
};

const PROFILES: ReadonlyArray<string> = ['appArmorProfile', 'seccompProfile'];

function weaknessOf(key: string, value: unknown, around: JsonObject): string | undefined {
  if (Object.hasOwn(WEAK, key) && value === WEAK[key])
    return `sets ${key} to ${String(value)}; must not weaken the object`;
  if (PROFILES.includes(key) && isObject(value) && value['type'] === 'Unconfined')
    return `sets ${key} to Unconfined; must be RuntimeDefault or Localhost`;
  if (key.startsWith(APPARMOR_ANNOTATION) && value === 'unconfined')
    return `sets ${key} to unconfined; must be a profile`;
  if (key === 'hostPath' && isObject(value) && typeof value['path'] === 'string')
    return `mounts ${value['path']} of the node; must not use a hostPath`;
  if (key === 'hostPort' && typeof value === 'number' && value > 0)
    return `opens port ${value} of the node; must not use a hostPort`;
  if (key === 'capabilities' && isObject(value)) {
    const added = stringsAt(value, 'add').filter((each) => !RESTRICTED_CAPABILITIES.has(each));
    return added.length === 0 ? undefined : `adds ${added.join(', ')}; must add at most NET_BIND_SERVICE`;
  }
  if (key === 'verbs' && stringsAt(around, 'verbs').includes('*') && stringsAt(around, 'resources').includes('*'))
    return 'grants all verbs on all resources; must list them';
  if (key === 'roleRef' && isObject(value) && value['name'] === 'cluster-admin')
    return 'binds cluster-admin; must bind a narrower role';
  if (key === 'securityContext' && (value === null || isDirective(value))) return removedProtection([key]);
  if (key === 'kind' && value === 'NetworkPolicy' && around['$patch'] === 'delete')
    return `deletes NetworkPolicy ${stringAt(objectAt(around, 'metadata'), 'name') ?? ''}; must keep it`;
  return undefined;
}

function isDirective(value: unknown): boolean {
  return isObject(value) && (value['$patch'] === 'delete' || value['$patch'] === 'replace');
}

/** Returns what the removal of a field weakens; undefined for another field. */
function removedProtection(steps: ReadonlyArray<string>): string | undefined {
  const isAdded = steps.includes('capabilities') && steps.includes('add');
  const field = steps.find((step) => step === 'securityContext' || step === 'automountServiceAccountToken');
  return field === undefined || isAdded
    ? undefined
    : `removes ${steps.slice(steps.indexOf(field)).join('.')}; must keep it`;
}
