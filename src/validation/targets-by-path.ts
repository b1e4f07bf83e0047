import { dirname } from 'node:path';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { NodeAppArmor, Target } from '../kubernetes/target';
import { pathFilter } from './path-filter';

/** Value of `--kubernetes`: a target, or a glob and a target. */
export type KubernetesOption = string | ReadonlyArray<string>;

/** Choice of a target in a configuration file. */
export interface ConfiguredTarget {
  /** Files that have the target. Undefined for all files without another one. */
  readonly glob?: string;
  readonly name: string;
}

/** Files with a target of their own. */
interface Choice<T> {
  readonly glob: string;
  readonly matches: (path: string) => boolean;
  readonly target: T;
  /** True if a glob without a file is an error: it was typed for these files. */
  readonly isTyped: boolean;
  isUsed: boolean;
}

/** Targets of the files of a command. */
export class TargetsByPath<T> {
  private readonly known = new Map<string, T | undefined>();

  /**
   * Reads the values of `--kubernetes`. A glob of the command line comes before those of the configuration, and a later one
   * before an earlier one.
   * @param parse returns the target with a name, which is typed or from the configuration
   * @throws InputError if a target or a glob is invalid, or several values have no glob
   */
  public static parse<T>(
    command: string,
    option: KubernetesOption,
    configured: ReadonlyArray<ConfiguredTarget>,
    parse: (name: string, isTyped: boolean) => T,
  ): TargetsByPath<T> {
    const problems = new Problems();
    const typed = (typeof option === 'string' ? [option] : option).map(choiceOf);
    const general = typed.filter(({ glob }) => glob === undefined);
    if (general.length > 1)
      problems.add(
        `--kubernetes must be one target for all files, got ${general.map(({ name }) => quote(name)).join(' and ')}: put a glob and = before a target of some files`,
      );
    for (const { glob, name } of typed)
      if (glob === '') problems.add(`--kubernetes must have a glob before =, such as 'dist/edge*=${name}'`);
    problems.throwIfAny(command);
    const all = [
      ...configured.map((each) => ({ ...each, isTyped: false })),
      ...typed.map((each) => ({ ...each, isTyped: true })),
    ];
    const choices = all.flatMap(({ glob, name, isTyped }) =>
      glob === undefined
        ? []
        : [{ glob, matches: pathFilter([glob]), target: parse(name, isTyped), isTyped, isUsed: false }],
    );
    const last = all.filter(({ glob }) => glob === undefined).at(-1);
    const target = parse(last?.name ?? Target.DEFAULT_VERSION, last?.isTyped ?? true);
    return new TargetsByPath(command, target, choices.reverse());
  }

  private constructor(
    private readonly command: string,
    /** Target of files without another one. */
    public readonly general: T,
    private readonly choices: ReadonlyArray<Choice<T>>,
  ) {}

  /** Returns the target that a glob gives a file, or a folder around it. */
  public of(path: string): T | undefined {
    if (this.choices.length === 0) return undefined;
    const before = this.known.get(path);
    if (before !== undefined || this.known.has(path)) return before;
    const choice = this.choices.filter(({ matches }) => matches(path));
    for (const each of choice) each.isUsed = true;
    const outer = dirname(path);
    const target = choice[0]?.target ?? (outer === path || outer === '.' ? undefined : this.of(outer));
    this.known.set(path, target);
    return target;
  }

  /** @throws InputError if a glob of the command line matches no file that was read */
  public requireUse(): void {
    // in the order of the command line
    const unused = [...this.choices].reverse().filter(({ isTyped, isUsed }) => isTyped && !isUsed);
    if (unused.length === 0) return;
    throw new InputError(
      this.command,
      unused.map(({ glob }) => `--kubernetes ${quote(`${glob}=…`)} matches no file: correct the glob, or leave it out`),
    );
  }
}

function choiceOf(value: string): ConfiguredTarget {
  const equals = value.lastIndexOf('=');
  return equals < 0 ? { name: value } : { glob: value.slice(0, equals), name: value.slice(equals + 1) };
}

/** Returns the availability of AppArmor for a value of `--apparmor`. */
export function nodeAppArmor(value: string | undefined): NodeAppArmor {
  return Object.values(NodeAppArmor).find((each) => String(each) === value) ?? NodeAppArmor.UNKNOWN;
}
