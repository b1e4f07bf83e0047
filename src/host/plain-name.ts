import { quote } from '../diagnostics/input-error';

const PLAIN = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** Maximum length. With a folder and a file extension, a name fits into an archive header and the file systems of gateways. */
const LONGEST = 80;

/**
 * Returns the problem of the name of a machine or a key, or undefined if it is a plain name. A plain name is one word in every
 * shell, one part of a path, and the same text in every configuration language.
 */
export function plainName(what: string, name: string): string | undefined {
  if (name.length <= LONGEST && PLAIN.test(name)) return undefined;
  return `${what} must be at most ${LONGEST} of the characters A-Z, a-z, 0-9, ".", "-" and "_", with a letter or digit at both ends, got ${quote(name)}`;
}
