import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { emptyModel, type Model } from '../model';
import type { Origins } from '../origins';
import { FormError } from '../short-forms/form-error';

/** Returns a text that two values share if and only if they are equal. The order of keys does not matter. */
export function identityOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(identityOf).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'undefined';
  const pairs = Object.keys(value).sort();
  return `{${pairs.map((key) => `${JSON.stringify(key)}:${identityOf(value[key])}`).join(',')}}`;
}

/** Returns the text of a number as the reference writes it: large and small fractions have an exponent. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([-+])([0-9])$/, 'e$10$2');
}

/** Returns the text of a value that is not a mapping or a list. */
export function scalarText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value ?? '<nil>');
}

/**
 * Returns a list of `NAME=VALUE` for a mapping, sorted, and a list of one item for a text.
 * @throws {@link FormError} for a number, and for true and false
 */
export function asList(value: unknown, origins: Origins): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value === 'string') return [value];
  if (value === null || value === undefined) return [];
  if (!isObject(value)) throw new FormError(`is ${quote(value)}; must be a text, a list or a mapping`);
  const list: string[] = [];
  origins.replace(value, list);
  const pairs = Object.keys(value).flatMap((key) => textsOf(key, value[key]).map((text) => ({ key, text })));
  pairs.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  for (const { key, text } of pairs) origins.move(value, key, list, list.push(text) - 1);
  return list;
}

function textsOf(key: string, value: unknown): string[] {
  if (value === null || value === undefined) return [key];
  return (Array.isArray(value) ? value : [value]).map((each) => `${key}=${scalarText(each)}`);
}

/** Returns a mapping whose keys are the items of a list. Undefined for a value that is neither. */
export function asMapping(value: unknown, origins: Origins, each: () => Model | null): Model | undefined {
  if (isObject(value)) return value;
  if (value === null || value === undefined) return emptyModel();
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (!items.every((item) => typeof item === 'string')) return undefined;
  const mapping = emptyModel();
  if (Array.isArray(value)) origins.replace(value, mapping);
  for (const [index, key] of items.entries()) {
    mapping[key] = each();
    if (Array.isArray(value)) origins.move(value, index, mapping, key);
  }
  return mapping;
}
