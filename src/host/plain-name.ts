import { quote } from '../diagnostics/input-error';

const PLAIN = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** With a folder and an ending around it, it fits the header of an archive and the file systems of gateways. */
const LONGEST = 80;

/**
 * The problem of a name that a person gives to a machine or a key; undefined if there is none. A plain name is one word to
 * every shell, one part of a path, and the same text in every configuration language.
 */
export function plainName(what: string, name: string): string | undefined {
  if (name.length <= LONGEST && PLAIN.test(name)) return undefined;
  return `${what} must be at most ${LONGEST} of the characters A-Z, a-z, 0-9, ".", "-" and "_", with a letter or digit at both ends, got ${quote(name)}`;
}
