/** Character of a pattern: itself, any character, any number of characters, or one of a class. */
type Token = string | typeof ANY | typeof STAR | CharacterClass;

interface CharacterClass {
  readonly isNegated: boolean;
  /** First and last character of each range. */
  readonly ranges: ReadonlyArray<readonly [string, string]>;
}

/** Part of a pattern between two slashes, or any number of parts. */
type Segment = ReadonlyArray<Token> | typeof ANY_SEGMENTS;

const ANY = Symbol('?');
const STAR = Symbol('*');
const ANY_SEGMENTS = Symbol('**');

const POSIX_CLASSES: Readonly<Record<string, ReadonlyArray<readonly [string, string]>>> = {
  alnum: [
    ['0', '9'],
    ['A', 'Z'],
    ['a', 'z'],
  ],
  alpha: [
    ['A', 'Z'],
    ['a', 'z'],
  ],
  digit: [['0', '9']],
  lower: [['a', 'z']],
  upper: [['A', 'Z']],
};

/** Steps that matching may take. */
export interface Steps {
  left: number;
}

/** One line of a `.gitignore` file, matched as git does. */
export class IgnorePattern {
  /** Returns the pattern of a line; undefined for a comment, an empty line, or a pattern that git never matches. */
  public static parse(line: string): IgnorePattern | undefined {
    let text = withoutTrailingSpaces(line.replace(/\r$/, ''));
    if (text === '' || text.startsWith('#')) return undefined;
    const isNegated = text.startsWith('!');
    if (isNegated) text = text.slice(1);
    const isFolder = text.endsWith('/');
    if (isFolder) text = text.slice(0, -1);
    const isAnchored = text.includes('/');
    if (text.startsWith('/')) text = text.slice(1);
    if (text === '') return undefined;
    const segments = segmentsOf(text, isAnchored);
    return segments && new IgnorePattern(segments, isNegated, isFolder, isAnchored);
  }

  private constructor(
    private readonly segments: ReadonlyArray<Segment>,
    /** True if the line includes again what an earlier line excludes. */
    public readonly isNegated: boolean,
    /** True if the line is about folders only. */
    private readonly isFolder: boolean,
    private readonly isAnchored: boolean,
  ) {}

  /**
   * Returns true if the pattern matches a file or folder itself, whatever it says about the folders around it.
   * @param path parts of the path, relative to the folder of the file with the pattern
   */
  public matches(path: ReadonlyArray<string>, isFolder: boolean, steps: Steps): boolean {
    if (this.isFolder && !isFolder) return false;
    const [only] = this.segments;
    if (this.isAnchored) return matchSegments(this.segments, path, steps);
    return only !== undefined && only !== ANY_SEGMENTS && matchTokens(only, path.at(-1) ?? '', steps);
  }
}

function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1;
  return line.slice(0, end);
}

/** Returns the parts of a pattern; undefined if git never matches it. A slash in a class separates no parts. */
function segmentsOf(text: string, isAnchored: boolean): Segment[] | undefined {
  const segments: Segment[] = [];
  let tokens: Token[] = [];
  let start = 0;
  const characters = [...text];
  const end = (at: number): void => {
    const isAny = isAnchored && at - start >= 2 && characters.slice(start, at).every((each) => each === '*');
    segments.push(isAny ? ANY_SEGMENTS : tokens);
    tokens = [];
    start = at + 1;
  };
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i] ?? '';
    if (character === '/') end(i);
    else if (character === '\\') {
      i += 1;
      const escaped = characters[i];
      if (escaped === undefined) return undefined;
      if (escaped === '/') end(i);
      else tokens.push(escaped);
    } else if (character === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (character === '?') tokens.push(ANY);
    else if (character === '[') {
      const read = classAt(characters, i + 1);
      if (read === undefined) return undefined;
      tokens.push(read.characters);
      i = read.end;
    } else tokens.push(character);
  }
  end(characters.length);
  return segments;
}

/** Reads a class after its bracket; undefined if it does not end. */
function classAt(text: ReadonlyArray<string>, from: number): { characters: CharacterClass; end: number } | undefined {
  const isNegated = text[from] === '!' || text[from] === '^';
  const ranges: (readonly [string, string])[] = [];
  const start = isNegated ? from + 1 : from;
  for (let i = start; i < text.length; i += 1) {
    let first = text[i] ?? '';
    if (first === ']' && i > start) return { characters: { isNegated, ranges }, end: i };
    if (first === '[' && text[i + 1] === ':') {
      const end = text.indexOf(']', i + 2);
      const name = text.slice(i + 2, end - 1).join('');
      const known = Object.hasOwn(POSIX_CLASSES, name) && text[end - 1] === ':' ? POSIX_CLASSES[name] : undefined;
      if (known === undefined) return undefined;
      ranges.push(...known);
      i = end;
      continue;
    }
    if (first === '\\') {
      i += 1;
      first = text[i] ?? '';
    }
    // git compares the first character on its own, too
    ranges.push([first, first]);
    if (text[i + 1] === '-' && text[i + 2] !== undefined && text[i + 2] !== ']') {
      i += 2;
      if (text[i] === '\\') i += 1;
      ranges.push([first, text[i] ?? '']);
    }
  }
  return undefined;
}

/** Matches parts of a path. Only the last `**` is tried again, which is enough, so that the work is bounded by the lengths. */
function matchSegments(segments: ReadonlyArray<Segment>, path: ReadonlyArray<string>, steps: Steps): boolean {
  let [s, p, star, mark] = [0, 0, -1, 0];
  while (p < path.length) {
    if ((steps.left -= 1) < 0) return false;
    const segment = segments[s];
    if (segment === ANY_SEGMENTS) {
      [star, mark] = [s, p];
      s += 1;
      // at the end it matches all that is inside, but not the folder itself
      if (s === segments.length) return true;
    } else if (segment !== undefined && matchTokens(segment, path[p] ?? '', steps)) {
      s += 1;
      p += 1;
    } else if (star >= 0) {
      mark += 1;
      [s, p] = [star + 1, mark];
    } else return false;
  }
  return s === segments.length;
}

function matchTokens(tokens: ReadonlyArray<Token>, name: string, steps: Steps): boolean {
  const characters = [...name];
  let [t, c, star, mark] = [0, 0, -1, 0];
  while (c < characters.length) {
    if ((steps.left -= 1) < 0) return false;
    const token = tokens[t];
    if (token === STAR) {
      [star, mark] = [t, c];
      t += 1;
    } else if (token !== undefined && isOneOf(token, characters[c] ?? '')) {
      t += 1;
      c += 1;
    } else if (star >= 0) {
      mark += 1;
      [t, c] = [star + 1, mark];
    } else return false;
  }
  while (tokens[t] === STAR) t += 1;
  return t === tokens.length;
}

function isOneOf(token: Token, character: string): boolean {
  if (token === ANY) return true;
  if (typeof token !== 'object') return token === character;
  return token.ranges.some(([first, last]) => first <= character && character <= last) !== token.isNegated;
}
