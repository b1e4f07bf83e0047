import { quote } from '../../diagnostics/input-error';
import { writtenFlagProblems } from '../flag';
import type { AppArmorParserVersion } from '../parser-version';
import type { ProfileHead } from '../statements/parsed-profile';
import { checkGlob } from './glob-word';
import type { Scanner } from './scanner';
import { readConditions, readList, singleValues } from './terms';
import { skipTrivia } from './trivia';

/** Largest number of bytes of a profile's name, which can be a path: the limit of Linux for paths. */
export const LONGEST_NAME = 4096;

const XATTRS = /xattrs[ \t]*=[ \t]*\(/y;
const FLAGS = /flags[ \t]*=[ \t]*(?=\()/y;

/** Reads a profile, child or hat up to its opening brace. */
export function readProfileHead(
  scanner: Scanner,
  version: AppArmorParserVersion,
  parent: string | undefined,
): ProfileHead {
  const start = scanner.at;
  const keyword = scanner.take('^') ? '^' : scanner.match(/(profile|hat)(?![A-Za-z0-9_])/y)?.[1];
  if (keyword !== '^') scanner.skipBlanks();
  const name = readName(scanner, keyword);
  skipTrivia(scanner);
  const attachment = readAttachment(scanner);
  const xattrs = readXattrs(scanner);
  if (keyword !== 'profile' && keyword !== undefined && Object.keys(xattrs).length > 0)
    scanner.fail('a hat cannot have extended attributes', start);
  const hat = keyword === 'hat' || keyword === '^';
  return { parent, name, hat, attachment, xattrs, flags: readFlags(scanner, version) };
}

function readName(scanner: Scanner, keyword: string | undefined): string {
  const name = scanner.word();
  if (name === undefined || name.text === '')
    scanner.fail(`a profile must have a name after ${quote(keyword ?? 'profile')}, got ${scanner.shown}`);
  if (name.text.startsWith('&')) scanner.fail('the name of a profile cannot start with &', name.at);
  if (!name.quoted && name.text.endsWith('{'))
    scanner.fail('the name of a profile must be separated from { by a space', name.at);
  checkGlob(scanner, name);
  if (Buffer.byteLength(name.text) > LONGEST_NAME)
    scanner.fail(`the name of a profile is longer than ${LONGEST_NAME} bytes`, name.at);
  return name.text;
}

function readAttachment(scanner: Scanner): string | undefined {
  if (!scanner.sees(/"?[/@]/y)) return undefined;
  const word = scanner.word();
  if (word !== undefined) checkGlob(scanner, word);
  skipTrivia(scanner);
  return word?.text;
}

function readXattrs(scanner: Scanner): { readonly [name: string]: string } {
  if (scanner.match(XATTRS) === undefined) return {};
  const conditions = readConditions(scanner, 'xattrs');
  skipTrivia(scanner);
  const names = conditions.map(({ name }) => name);
  const filled = conditions.filter(({ values }) => values.length > 0);
  return {
    ...Object.fromEntries(names.map((name) => [name, ''])),
    ...singleValues(scanner, 'xattrs', filled, names),
  } as { readonly [name: string]: string };
}

function readFlags(scanner: Scanner, version: AppArmorParserVersion): string[] {
  const start = scanner.at;
  scanner.match(FLAGS);
  if (scanner.char !== '(') return [];
  const flags = [...new Set(readList(scanner, 'flags').map(({ text }) => text))];
  if (flags.length === 0) scanner.fail('the list of flags is empty: remove it', start);
  const [problem] = writtenFlagProblems(flags, version);
  if (problem !== undefined) scanner.fail(problem, start);
  skipTrivia(scanner);
  return flags;
}
