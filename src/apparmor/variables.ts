import { Problems, quote } from '../diagnostics/input-error';
import type { Glob, Piece } from './glob/glob';
import { globWord, parseGlob } from './glob/glob';

/** Values of the variables of a profile, by name. */
export type Variables = Pick<ReadonlyMap<string, ReadonlyArray<Glob>>, 'get'>;

const NUMBER = '[0-9]*';

// variables of <tunables/global> in AppArmor 3.0.8; one pattern matches all IDs of processes and users
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

// declared by the parser or by <tunables/global>, but not available here
const RESERVED: ReadonlyArray<string> = [
  'profile_name',
  'exec_path',
  'attach_path',
  'flatpak_exports_root',
  'system_share_dirs',
  'user_share_dirs',
];
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Largest number of pieces and characters of a glob after its variables are replaced. */
export const MOST_EXPANDED = 20_000;
// the parser stops at 50
const DEEPEST = 45;

/** Reads a profile's own variables in addition to those of <tunables/global>, and adds their problems. */
export function declareVariables(
  problems: Problems,
  profile: string,
  own: { readonly [name: string]: ReadonlyArray<string> },
): Variables {
  const declared = Object.entries(own);
  const variables = variablesOf(problems, declared);
  const forProfile = withProfileName(variables, profile);
  for (const [name] of declared) {
    if (variables.has(name)) problems.add(expansionProblem([{ kind: 'variable', name }], forProfile));
  }
  return forProfile;
}

/** Returns the variables of a file and those of <tunables/global>. Problems are ignored, because the parser reports them. */
export function readVariables(own: ReadonlyMap<string, ReadonlyArray<string>>): Variables {
  return variablesOf(new Problems(), own);
}

/** Returns the variables of one profile, in which @{profile_name} is its own name. */
export function withProfileName(variables: Variables, profile: string): Variables {
  const name: ReadonlyArray<Glob> = [[{ kind: 'text', text: profile }]];
  return { get: (variable) => (variable === 'profile_name' ? name : variables.get(variable)) };
}

function variablesOf(
  problems: Problems,
  own: Iterable<readonly [string, ReadonlyArray<string>]>,
): ReadonlyMap<string, ReadonlyArray<Glob>> {
  const variables = new Map<string, ReadonlyArray<Glob>>();
  for (const [name, values] of Object.entries(TUNABLES)) variables.set(name, values.map(knownGlob));
  for (const [name, values] of own) {
    if (!NAME.test(name))
      problems.add(`variable ${quote(name)} must start with a letter and contain only letters, digits and _`);
    else if (variables.has(name) || RESERVED.includes(name))
      problems.add(`variable ${quote(name)} is reserved by AppArmor: use another name`);
    else variables.set(name, ownValues(problems, name, values));
  }
  return variables;
}

/** Returns the declaration of a variable: `@{DATA}=/data/ "/srv/x y/"`. */
export function renderVariable(name: string, values: ReadonlyArray<string>, adds = false): string {
  return `@{${name}}${adds ? '+' : ''}=${values.map(globWord).join(' ')}`;
}

/** Returns the reason why the variables of a glob cannot be replaced: one is missing or refers to itself, or the result is too large. */
export function expansionProblem(glob: Glob, variables: Variables): string | undefined {
  const result = tryExpand(glob, variables);
  return 'problem' in result ? result.problem : undefined;
}

/** Replaces the variables of a glob by alternatives of their values. */
export function expand(glob: Glob, variables: Variables): Glob {
  const result = tryExpand(glob, variables);
  if ('problem' in result) throw new ExpansionError(result.problem);
  return result.glob;
}

/** A glob without variables and its size in pieces and characters, or the problem. `tooLarge` is true if the result would be too large. */
export type ExpandedGlob =
  { readonly glob: Glob; readonly size: number } | { readonly problem: string; readonly tooLarge: boolean };

/** Replaces the variables of a glob, or returns the problem. */
export function tryExpand(glob: Glob, variables: Variables): ExpandedGlob {
  try {
    return expansionOf(variables).of(glob);
  } catch (e) {
    if (e instanceof ExpansionError) return { problem: e.message, tooLarge: e instanceof TooLarge };
    throw e;
  }
}

/** Returns a problem if a path starts with a variable whose value does not start with `/`. */
export function leadingVariableProblem(glob: Glob, variables: Variables): string | undefined {
  const first = glob[0];
  if (first?.kind !== 'variable') return undefined;
  const relative = expand([first], variables).some((piece) => !startsWithSlash(piece));
  return relative
    ? `a path starts with @{${first.name}}, whose value does not start with /: no file has such a path`
    : undefined;
}

function startsWithSlash(piece: Piece | undefined): boolean {
  if (piece?.kind === 'choice') return piece.options.every((option) => startsWithSlash(option[0]));
  return piece?.kind === 'text' && piece.text.startsWith('/');
}

function ownValues(problems: Problems, name: string, values: ReadonlyArray<string>): ReadonlyArray<Glob> {
  if (values.length === 0)
    problems.add(`variable ${quote(name)} has no value: specify one or more values, or "" for an empty value`);
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
class TooLarge extends ExpansionError {}

/** A glob without variables, with its cost. */
interface Expanded {
  readonly glob: Glob;
  /** Number of pieces and characters, including those of replaced variables. */
  readonly size: number;
  /** Levels of nested variables and choices. */
  readonly levels: number;
}

const expansions = new WeakMap<Variables, Expansion>();

/** Returns the expansion of the variables, which all globs share. */
function expansionOf(variables: Variables): Expansion {
  const known = expansions.get(variables);
  if (known !== undefined) return known;
  const expansion = new Expansion(variables);
  expansions.set(variables, expansion);
  return expansion;
}

/** Replaces variables. Each variable is replaced once, and all globs that contain it share its values. */
class Expansion {
  private readonly known = new Map<string, ReadonlyArray<Expanded>>();

  constructor(private readonly variables: Variables) {}

  public of(glob: Glob): Expanded {
    return this.glob(glob, []);
  }

  private glob(glob: Glob, within: ReadonlyArray<string>): Expanded {
    const pieces: Piece[] = [];
    let size = 0;
    let levels = 0;
    for (const [i, piece] of glob.entries()) {
      const part = this.piece(piece, glob[i + 1], within);
      size += part.size;
      levels = Math.max(levels, part.levels);
      if (size > MOST_EXPANDED || levels > DEEPEST) throw tooLarge(piece, within);
      pieces.push(...part.glob);
    }
    return { glob: joined(pieces), size, levels };
  }

  private piece(piece: Piece, next: Piece | undefined, within: ReadonlyArray<string>): Expanded {
    if (piece.kind === 'choice')
      return choiceOf(
        piece.options.map((option) => this.glob(option, within)),
        (glob) => glob,
      );
    if (piece.kind !== 'variable') return { glob: [piece], size: sizeOf(piece), levels: 0 };
    const follows = next?.kind === 'text' && next.text.startsWith('/');
    const changed = follows ? withoutLastSlash : (glob: Glob): Glob => glob;
    const [only, ...others] = this.values(piece.name, within);
    if (only !== undefined && others.length === 0)
      return { glob: changed(only.glob), size: only.size + 1, levels: only.levels + 1 };
    return choiceOf(this.values(piece.name, within), changed);
  }

  private values(name: string, within: ReadonlyArray<string>): ReadonlyArray<Expanded> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    if (within.includes(name)) throw new ExpansionError(`variable @{${name}} refers to itself`);
    if (within.length > DEEPEST) throw tooLarge({ kind: 'variable', name }, within);
    const values = this.variables.get(name);
    if (values === undefined) throw new ExpansionError(`variable @{${name}} is not declared: add it to "variables"`);
    const expanded = values.map((value) => this.glob(value, [...within, name]));
    this.known.set(name, expanded);
    return expanded;
  }
}

function sizeOf(piece: Piece): number {
  if (piece.kind === 'text') return 1 + piece.text.length;
  return piece.kind === 'class' ? 1 + piece.body.length : 1;
}

function choiceOf(options: ReadonlyArray<Expanded>, changed: (glob: Glob) => Glob): Expanded {
  return {
    glob: [{ kind: 'choice', options: options.map(({ glob }) => changed(glob)) }],
    size: options.reduce((sum, { size }) => sum + size, 1),
    levels: options.reduce((most, { levels }) => Math.max(most, levels), 0) + 1,
  };
}

function tooLarge(piece: Piece, within: ReadonlyArray<string>): TooLarge {
  const names = [...new Set([...within, ...(piece.kind === 'variable' ? [piece.name] : [])])];
  const what = names.length === 0 ? 'its choices' : `variables ${names.map((v) => `@{${v}}`).join(', ')}`;
  return new TooLarge(
    `${what} are too large after replacement, with more than ${MOST_EXPANDED} pieces and characters or ${DEEPEST} levels: nest them less`,
  );
}

// as the parser does: @{HOME}/x is /root/x, not /root//x
function withoutLastSlash(glob: Glob): Glob {
  const last = glob.at(-1);
  return last?.kind === 'text' && last.text.endsWith('/')
    ? [...glob.slice(0, -1), { kind: 'text', text: last.text.slice(0, -1) }]
    : glob;
}

// adjacent texts become one, without repeated slashes
function joined(glob: Glob): Glob {
  const pieces: Piece[] = [];
  for (let i = 0; i < glob.length; i += 1) {
    const piece = glob[i];
    if (piece?.kind !== 'text') {
      if (piece !== undefined) pieces.push(piece);
      continue;
    }
    const texts = [piece.text];
    for (let next = glob[i + 1]; next?.kind === 'text'; next = glob[i + 1]) {
      texts.push(next.text);
      i += 1;
    }
    pieces.push(texts.length === 1 ? piece : { kind: 'text', text: texts.join('').replace(/\/+/g, '/') });
  }
  return pieces;
}
