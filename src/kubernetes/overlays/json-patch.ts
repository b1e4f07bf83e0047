import { isObject, pointerStep, type JsonObject } from '../manifest';

/** Operation of a JSON patch that edge engines allow. */
export type PatchOperation = 'add' | 'remove' | 'replace';

export const PATCH_OPERATIONS: ReadonlyArray<string> = ['add', 'remove', 'replace'] satisfies PatchOperation[];

/** Operation of a JSON patch (RFC 6902). */
export interface JsonPatch {
  readonly operation: PatchOperation;
  /** JSON pointer of the value that is added, removed or replaced. */
  readonly path: string;
  /** New value. Becomes a part of the patched object. */
  readonly value?: unknown;
}

/** Result of an operation. */
export interface PatchResult {
  /** JSON pointer of the changed value, with a number for `-`. Undefined if nothing changed. */
  readonly changed?: string;
  /** Reason why RFC 6902 rejects the operation. The engines still set a value to replace that does not exist. */
  readonly problem?: string;
}

/** Applies one operation to an object, which is changed. */
export function applyPatch(target: JsonObject, { operation, path, value }: JsonPatch): PatchResult {
  if (!path.startsWith('/')) return { problem: 'must be a path that starts with "/"' };
  const steps = path.slice(1).split('/').map(unescaped);
  const last = steps.pop() ?? '';
  let parent: unknown = target;
  let at = '';
  for (const step of steps) {
    const key = Array.isArray(parent) ? indexOf(step, parent.length - 1) : step;
    parent = key === undefined ? undefined : childOf(parent, key);
    at += pointerStep(key ?? step);
    if (parent === undefined || parent === null) return { problem: `does not apply, because ${at} does not exist` };
  }
  if (Array.isArray(parent)) return changeList(parent, { operation, value, at, last });
  if (!isObject(parent)) return { problem: `does not apply, because ${at} is neither an object nor a list` };
  return changeObject(parent, { operation, value, at, last });
}

/** Change of one member of an object or a list. */
interface MemberChange {
  readonly operation: PatchOperation;
  readonly value: unknown;
  /** JSON pointer of the object or the list. */
  readonly at: string;
  readonly last: string;
}

function changeObject(parent: JsonObject, { operation, value, at, last }: MemberChange): PatchResult {
  const changed = at + pointerStep(last);
  const exists = Object.hasOwn(parent, last);
  if (operation === 'remove') {
    if (!exists) return { problem: `does not apply, because ${changed} does not exist` };
    delete parent[last];
    return { changed };
  }
  setOwn(parent, last, value);
  const isMissing = operation === 'replace' && !exists;
  return { changed, ...(isMissing && { problem: `may not apply, because ${changed} does not exist` }) };
}

function changeList(parent: unknown[], { operation, value, at, last }: MemberChange): PatchResult {
  const isNew = operation === 'add';
  const index = isNew && last === '-' ? parent.length : indexOf(last, isNew ? parent.length : parent.length - 1);
  if (index === undefined) return { problem: `does not apply, because ${at}${pointerStep(last)} does not exist` };
  if (isNew) parent.splice(index, 0, value);
  else if (operation === 'remove') parent.splice(index, 1);
  else parent[index] = value;
  return { changed: at + pointerStep(index) };
}

/** Returns the index that a step of a path stands for. The engines count a negative one from the end. */
function indexOf(step: string, greatest: number): number | undefined {
  if (!/^(0|-?[1-9]\d{0,9})$/.test(step)) return undefined;
  const index = Number(step) < 0 ? greatest + 1 + Number(step) : Number(step);
  return index < 0 || index > greatest ? undefined : index;
}

function childOf(parent: unknown, key: string | number): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) return undefined;
  return (parent as JsonObject)[key];
}

function unescaped(step: string): string {
  return step.replace(/~1/g, '/').replace(/~0/g, '~');
}

/** Sets a member of its own, even if its name is that of a setter of every object. */
export function setOwn(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
