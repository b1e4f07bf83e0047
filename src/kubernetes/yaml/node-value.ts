import { isInteger, plainValue } from './plain-value';
import type { Token } from './token';
import { YamlError } from './yaml-error';

/** Returns true for an unsigned 64-bit integer, which kubectl does not convert to a float. */
function isUnsigned(value: number, text: string): boolean {
  return value >= 2 ** 63 && isInteger(text);
}

/** Returns the value of a scalar with a tag. */
export function taggedValue({ value: tag, at }: Token, text: string): unknown {
  if (tag === 'str') return text;
  const value = plainValue(text);
  const isFit =
    (tag === 'null' && value === null) ||
    (tag === 'bool' && typeof value === 'boolean') ||
    (tag === 'int' && typeof value === 'number' && isInteger(text)) ||
    (tag === 'float' && typeof value === 'number' && Number.isFinite(value) && !isUnsigned(value, text));
  if (isFit) return value;
  throw new YamlError(
    ['null', 'bool', 'int', 'float'].includes(tag)
      ? `the tag !!${tag} does not fit its value: delete it`
      : `unknown tag !!${tag}: delete it, or put the text in quotes`,
    at,
  );
}

/** Fraction that kubectl writes as the same text again, with the precision of a 32-bit float. */
const FRACTION_KEY = /^-?(?:0|[1-9][0-9]{0,2})\.[0-9]{0,2}[1-9]$/;

/**
 * Returns the text of a key, which kubectl makes from the key's value.
 *
 * @param text text of the key in the manifest; undefined for an alias or a collection
 */
export function keyOf(value: unknown, text: string | undefined, at: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && text !== undefined) {
    if (Number.isSafeInteger(value) && isInteger(text)) return String(value);
    if (FRACTION_KEY.test(text)) return text;
  }
  if (typeof value !== 'number')
    throw new YamlError(`a key is ${nameOf(value)}, which kubectl rejects: put it in quotes`, at);
  throw new YamlError(`a key is ${String(value)}, which readers turn into different texts: put it in quotes`, at);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}
