import { isObject } from '../kubernetes/manifest';
import type { Violation } from './violation';

/** Returns what is wrong with the result of a rule; undefined if it is a list of violations. */
export function faultOf(result: unknown): string | undefined {
  if (!Array.isArray(result) || !result.every(isViolation))
    return 'it did not return a list of violations, each with a path and a message';
  if (!result.every(({ value }) => value === undefined || typeof value === 'string'))
    return 'value of a violation must be a text';
  return result.every(({ set }) => set === undefined || isValueToSet(set))
    ? undefined
    : `set of a violation must have a value that is JSON, of at most ${MOST_VALUES} values, and may have a path`;
}

function isViolation(value: unknown): value is Violation {
  return isObject(value) && isPointer(value['path']) && typeof value['message'] === 'string';
}

/** True for a JSON pointer, which is empty or starts with a slash (RFC 6901). */
function isPointer(value: unknown): boolean {
  return value === '' || (typeof value === 'string' && value.startsWith('/'));
}

/** Maximum number of values in the value to set, so that the walk of a value that contains itself ends. */
const MOST_VALUES = 1_000;

function isValueToSet(set: unknown): boolean {
  if (!isObject(set) || (set['path'] !== undefined && !isPointer(set['path']))) return false;
  const left: unknown[] = [set['value']];
  for (let count = 1; left.length > 0; count += 1) {
    const value = left.pop();
    const isScalar = value === null || ['boolean', 'string'].includes(typeof value) || Number.isFinite(value);
    if (count > MOST_VALUES || !(isScalar || isPlain(value))) return false;
    if (!isScalar) left.push(...(Object.values(value as object) as unknown[]));
  }
  return true;
}

/** Returns true for a list, and for an object without a class of its own. */
function isPlain(value: unknown): boolean {
  if (!isObject(value)) return Array.isArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
