import { isObject, type JsonObject } from './manifest';

/** Maximum nesting of objects and lists: more would exceed the stack of the code that reads or writes the value. */
export const MAX_JSON_DEPTH = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Error of a text that is not the expected JSON. The message continues a sentence about the text. */
export class JsonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonError';
  }
}

/**
 * Reads JSON from an untrusted source.
 * @throws {@link JsonError} if the text is not JSON, or is nested deeper than `MAX_JSON_DEPTH`
 */
export function readJson(text: string): unknown {
  if (isTooDeep(text)) throw new JsonError(`is nested deeper than ${MAX_JSON_DEPTH} levels, the limit`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new JsonError(`is not JSON: ${(error as Error).message}`);
  }
}

/**
 * Reads a JSON object from an untrusted source.
 * @throws {@link JsonError} if the text is not a JSON object, or is nested too deep
 */
export function readJsonObject(text: string): JsonObject {
  const value = readJson(text);
  if (!isObject(value)) throw new JsonError('must be a JSON object');
  return value;
}

/** Returns true if a text has more open brackets at once than the limit. Brackets in strings do not count. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
