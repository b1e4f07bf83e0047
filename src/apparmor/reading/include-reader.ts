import { ParsedAbi } from '../statements/parsed-abi';
import { ParsedInclude } from '../statements/parsed-include';
import type { Scanner } from './scanner';
import type { StatementMaker } from './statement-maker';

/** Start of an include, with the optional `if exists`. */
export const INCLUDE = /#?include(?:[ \t]+(if[ \t]+exists)(?=[ \t]))?(?![A-Za-z0-9_])/y;
const SEARCHED = /<(?:"([^"\r\n]+)"|([^">\t\r\n]+))>/y;

/** Reads `include <path>` or `include if exists <path>`. */
export function readInclude(scanner: Scanner): StatementMaker {
  const optional = scanner.match(INCLUDE)?.[1] !== undefined;
  scanner.skipBlanks();
  const { path, searched } = readFileName(scanner, 'include');
  return (place) => ParsedInclude._of(place, path, optional, searched);
}

/** Reads `<path>,` after `abi`. */
export function readAbi(scanner: Scanner): StatementMaker {
  scanner.skipBlanks();
  const { path, searched } = readFileName(scanner, 'abi');
  scanner.skipBlanks();
  scanner.expect(',', 'abi');
  return (place) => ParsedAbi._of(place, path, searched);
}

/** Reads a file name. One in `<>` is searched for in the parser's folders. */
function readFileName(scanner: Scanner, what: string): { readonly path: string; readonly searched: boolean } {
  const [, quoted, bare] = scanner.match(SEARCHED) ?? [];
  const searched = quoted ?? bare?.trim();
  if (searched !== undefined && searched !== '') return { path: searched, searched: true };
  const word = scanner.char === '<' ? undefined : scanner.word('<>');
  if (word === undefined || word.text === '')
    scanner.fail(`${what} needs a file as <path> or "/path", got ${scanner.shown}`);
  if (word.text.includes('"')) scanner.fail(`${what} has a file name that contains a quote`, word.at);
  return { path: word.text, searched: false };
}
