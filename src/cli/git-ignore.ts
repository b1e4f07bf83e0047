import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { IgnorePattern, type Steps } from './ignore-pattern';

/** Patterns of one `.gitignore` file, the last one first. */
interface Level {
  /** Absolute path of the folder with the file. */
  readonly folder: string;
  readonly patterns: ReadonlyArray<IgnorePattern>;
}

/** Number of steps for all patterns of a command. After it no more is ignored, so that hostile patterns hide nothing. */
const MOST_STEPS = 1_000_000_000;

/** Files and folders that the `.gitignore` files of a folder and of the folders around it exclude. */
export class GitIgnore {
  /**
   * Returns what is excluded in a folder that a user named. The files of the folders around it count up to the root of the
   * repository, unless they exclude the folder itself.
   */
  public static in(folder: string, steps: Steps = { left: MOST_STEPS }): GitIgnore {
    const named = resolve(folder);
    const root = repositoryOf(named);
    const around: string[] = [];
    for (let outer = named; root !== undefined && outer !== root;) {
      outer = dirname(outer);
      around.unshift(outer);
    }
    const levels = around.flatMap((each) => levelOf(each)).filter((level) => !isOutside(level, named, steps));
    return new GitIgnore([...levels, ...levelOf(named)].reverse(), steps);
  }

  private constructor(
    /** The innermost level first. */
    private readonly levels: ReadonlyArray<Level>,
    private readonly steps: Steps,
  ) {}

  /** Returns what is excluded in a folder inside this one. */
  public inside(folder: string): GitIgnore {
    const level = levelOf(resolve(folder));
    return level.length === 0 ? this : new GitIgnore([...level, ...this.levels], this.steps);
  }

  /** True if a pattern excludes a file or folder, whose folder is not excluded. */
  public excludes(path: string, isFolder: boolean): boolean {
    const named = resolve(path);
    for (const level of this.levels) {
      const verdict = verdictOf(level, named, isFolder, this.steps);
      if (verdict !== undefined) return verdict;
    }
    return false;
  }
}

/** Returns the root of the repository around a folder. */
function repositoryOf(folder: string): string | undefined {
  for (let outer = folder; ; outer = dirname(outer)) {
    if (existsSync(join(outer, '.git'))) return outer;
    if (dirname(outer) === outer) return undefined;
  }
}

function levelOf(folder: string): Level[] {
  let text: string;
  try {
    text = readFileSync(join(folder, '.gitignore'), 'utf8');
  } catch {
    // without its patterns, more is read
    return [];
  }
  const patterns = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => IgnorePattern.parse(line))
    .filter((pattern) => pattern !== undefined);
  return patterns.length === 0 ? [] : [{ folder, patterns: patterns.reverse() }];
}

/** True if a level excludes a folder or a folder around it. */
function isOutside(level: Level, folder: string, steps: Steps): boolean {
  for (let outer = folder; outer !== level.folder; outer = dirname(outer))
    if (verdictOf(level, outer, true, steps) === true) return true;
  return false;
}

/** Returns whether a level excludes or includes a path; undefined if no pattern matches. */
function verdictOf({ folder, patterns }: Level, path: string, isFolder: boolean, steps: Steps): boolean | undefined {
  const parts = relative(folder, path).split(sep);
  const last = patterns.find((pattern) => pattern.matches(parts, isFolder, steps));
  return last === undefined ? undefined : !last.isNegated;
}
