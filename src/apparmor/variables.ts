import type { Problems } from '../input-error';
import { quote } from '../input-error';
import type { Glob, Piece } from './glob';
import { globWord, parseGlob } from './glob';

/** Values of the variables that a profile can use, by name. */
export type Variables = ReadonlyMap<string, ReadonlyArray<Glob>>;

const NUMBER = '[0-9]*';

// what <tunables/global> of AppArmor 3.0.8 declares; ids of processes and users stand here as a pattern that holds them all
const TUNABLES: { readonly [name: string]: ReadonlyArray<string> } = {
  HOME: ['@{HOMEDIRS}/*/', '/root/'],
  HOMEDIRS: ['/home/'],
  PROC: ['/proc/'],
  XDG_DESKTOP_DIR: ['Desktop'],
  XDG_DOCUMENTS_DIR: ['Documents'],
  XDG_DOWNLOAD_DIR: ['Downloads'],
  XDG_MUSIC_DIR: ['Music'],
  XDG_PICTURES_DIR: ['Pictures'],
  XDG_PUBLICSHARE_DIR: ['Public'],
  XDG_TEMPLATES_DIR: ['Templates'],
  XDG_VIDEOS_DIR: ['Videos'],
  apparmorfs: ['@{securityfs}/apparmor/'],
  etc_ro: ['/etc/', '/usr/etc/'],
  etc_rw: ['/etc/'],
  multiarch: ['*-linux-gnu*'],
  pid: [NUMBER],
  pids: [NUMBER],
  run: ['/run/', '/var/run/'],
  securityfs: ['@{sys}/kernel/security/'],
  sys: ['/sys/'],
  tid: [NUMBER],
  uid: [NUMBER],
  uids: [NUMBER],
};

// declared by the parser or by <tunables/global>, but not for use here
const RESERVED: ReadonlyArray<string> = [
  'profile_name',
  'exec_path',
  'attach_path',
  'flatpak_exports_root',
  'system_share_dirs',
  'user_share_dirs',
];
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
// pieces after all variables are replaced, and levels of {}: the parser stops at 50
const MOST_PIECES = 5000;
const DEEPEST = 45;

/** Reads a profile's own variables beside those of <tunables/global>, and notes what is wrong with them. */
export function declareVariables(
  problems: Problems,
  profile: string,
  own: { readonly [name: string]: ReadonlyArray<string> },
): Variables {
  const variables = new Map<string, ReadonlyArray<Glob>>();
  for (const [name, values] of Object.entries(TUNABLES)) variables.set(name, values.map(knownGlob));
  variables.set('profile_name', [[{ kind: 'text', text: profile }]]);
  for (const [name, values] of Object.entries(own)) {
    if (!NAME.test(name)) problems.add(`variable ${quote(name)} must be a letter, then letters, digits and _`);
    else if (variables.has(name) || RESERVED.includes(name))
      problems.add(`variable ${quote(name)} is AppArmor's own: choose another name`);
    else variables.set(name, ownValues(problems, name, values));
  }
  for (const name of Object.keys(own)) {
    if (variables.has(name)) problems.add(expansionProblem([{ kind: 'variable', name }], variables));
  }
  return variables;
}

/** A variable's declaration: `@{DATA}=/data/ "/srv/x y/"`. */
export function renderVariable(name: string, values: ReadonlyArray<string>, adds = false): string {
  return `@{${name}}${adds ? '+' : ''}=${values.map(globWord).join(' ')}`;
}

/** Says why the variables of a glob cannot be replaced: one is missing, refers to itself, or too much comes out. */
export function expansionProblem(glob: Glob, variables: Variables): string | undefined {
  try {
    expand(glob, variables);
    return undefined;
  } catch (e) {
    if (e instanceof ExpansionError) return e.message;
    throw e;
  }
}

/** The glob with its variables replaced by choices among their values. */
export function expand(glob: Glob, variables: Variables): Glob {
  return new Expansion(variables).glob(glob, [], 0);
}

/** Says that a path starts with a variable that cannot start one. */
export function leadingVariableProblem(glob: Glob, variables: Variables): string | undefined {
  const first = glob[0];
  if (first?.kind !== 'variable') return undefined;
  const relative = expand([first], variables).some((piece) => !startsWithSlash(piece));
  return relative
    ? `a path starts with @{${first.name}}, whose value doesn't start with /: no file has such a path`
    : undefined;
}

function startsWithSlash(piece: Piece | undefined): boolean {
  if (piece?.kind === 'choice') return piece.options.every((option) => startsWithSlash(option[0]));
  return piece?.kind === 'text' && piece.text.startsWith('/');
}

function ownValues(problems: Problems, name: string, values: ReadonlyArray<string>): ReadonlyArray<Glob> {
  if (values.length === 0) problems.add(`variable ${quote(name)} has no value: give one or more, "" for none`);
  return values.map((value) => {
    if (value === '') return [];
    const result = parseGlob(value);
    if ('glob' in result) return result.glob;
    problems.add(`variable ${quote(name)}: value ${result.problem}`);
    return [];
  });
}

function knownGlob(text: string): Glob {
  const result = parseGlob(text);
  return 'glob' in result ? result.glob : [];
}

class ExpansionError extends Error {}

class Expansion {
  private pieces = 0;

  constructor(private readonly variables: Variables) {}

  public glob(glob: Glob, within: ReadonlyArray<string>, depth: number): Glob {
    return joined(glob.flatMap((piece, i): Glob => this.piece(piece, glob[i + 1], within, depth)));
  }

  private piece(piece: Piece, next: Piece | undefined, within: ReadonlyArray<string>, depth: number): Glob {
    this.pieces += 1;
    if (this.pieces > MOST_PIECES || depth > DEEPEST)
      throw new ExpansionError(
        `variables ${[...new Set(within)].map((v) => `@{${v}}`).join(', ')} become too large when they are replaced: nest them less`,
      );
    if (piece.kind === 'choice')
      return [{ kind: 'choice', options: piece.options.map((option) => this.glob(option, within, depth + 1)) }];
    if (piece.kind !== 'variable') return [piece];
    if (within.includes(piece.name)) throw new ExpansionError(`variable @{${piece.name}} refers to itself`);
    const values = this.variables.get(piece.name);
    if (values === undefined)
      throw new ExpansionError(`variable @{${piece.name}} isn't declared: give it in "variables"`);
    const options = values.map((value) => this.glob(value, [...within, piece.name], depth + 1));
    const trimmed = next?.kind === 'text' && next.text.startsWith('/') ? options.map(withoutLastSlash) : options;
    return trimmed.length === 1 ? (trimmed[0] ?? []) : [{ kind: 'choice', options: trimmed }];
  }
}

// as the parser does it: @{HOME}/x is /root/x, not /root//x
function withoutLastSlash(glob: Glob): Glob {
  const last = glob.at(-1);
  return last?.kind === 'text' && last.text.endsWith('/')
    ? [...glob.slice(0, -1), { kind: 'text', text: last.text.slice(0, -1) }]
    : glob;
}

// texts that meet become one, in which slashes don't repeat
function joined(glob: Glob): Glob {
  const pieces: Piece[] = [];
  for (const piece of glob) {
    const last = pieces.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      pieces[pieces.length - 1] = { kind: 'text', text: (last.text + piece.text).replace(/\/+/g, '/') };
    else pieces.push(piece);
  }
  return pieces;
}
