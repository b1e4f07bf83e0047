import { InputError, quote } from '../../diagnostics/input-error';
import { globWord } from '../glob/glob';

/** Behavior of an execution if its profile is not loaded. */
export enum AppArmorExecFallback {
  /** The kernel denies the execution. */
  REFUSE = 'refuse',
  /** The program runs under the profile of its parent process. */
  INHERIT = 'inherit',
  /** The program runs without a profile. Anyone who can unload the profile can escape from confinement. */
  DANGEROUSLY_UNCONFINED = 'dangerously-unconfined',
}

/** Options of an execution that changes the profile. */
export interface AppArmorExecOptions {
  /**
   * Behavior if the profile is not loaded.
   *
   * @default - the kernel denies the execution
   */
  readonly fallback?: AppArmorExecFallback;

  /**
   * True to keep variables such as `LD_PRELOAD`, with which a parent process can take control of the program.
   *
   * @default false - the environment is scrubbed
   */
  readonly keepEnvironment?: boolean;
}

const PROFILE_NAME = /^(?!.*\/\/$)[A-Za-z0-9/][A-Za-z0-9_./-]*$/;
const CHILD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

// the fallback is between the first letter and the x; the U of an unconfined one has the case of the first letter
const LETTERS: { readonly [fallback in AppArmorExecFallback]: { readonly scrubbed: string; readonly kept: string } } = {
  [AppArmorExecFallback.REFUSE]: { scrubbed: 'x', kept: 'x' },
  [AppArmorExecFallback.INHERIT]: { scrubbed: 'ix', kept: 'ix' },
  [AppArmorExecFallback.DANGEROUSLY_UNCONFINED]: { scrubbed: 'Ux', kept: 'ux' },
};

/** Profile under which a program runs, in a rule that allows its execution. */
export class AppArmorExec {
  /** Runs the program under the same profile: `ix`. */
  public static inherit(): AppArmorExec {
    return new AppArmorExec('ix');
  }

  /**
   * Runs the program under another loaded profile: `Px`, `Pix`, `PUx`, or with `p` if the environment is kept.
   *
   * @param name name of the profile, `parent//child` for a child of another one; the default is the loaded profile that is attached to the program's path
   * @throws {@link InputError} if the name contains characters other than letters, digits and `_ . - /`, or is `unconfined`
   */
  public static profile(name?: string, options: AppArmorExecOptions = {}): AppArmorExec {
    if (name !== undefined && !PROFILE_NAME.test(name)) {
      throw new InputError('AppArmor exec transition', [
        `profile name must contain only letters, digits, _ . - and // before a child, got ${quote(name)}`,
      ]);
    }
    if (name === 'unconfined') {
      throw new InputError('AppArmor exec transition', [
        'profile "unconfined" means no confinement: use AppArmorExec.dangerouslyUnconfined() if you want that',
      ]);
    }
    return new AppArmorExec(mode('p', options), name, false);
  }

  /**
   * Runs the program under a child of the profile that contains the rule: `Cx`, `Cix`, `CUx`, or with `c` if the environment is kept.
   *
   * @param name name of the child, which the profile must contain
   * @throws {@link InputError} if the name contains characters other than letters, digits and `_ . -`
   */
  public static child(name: string, options: AppArmorExecOptions = {}): AppArmorExec {
    if (!CHILD_NAME.test(name)) {
      throw new InputError('AppArmor exec transition', [
        `child name must contain only letters, digits and _ . -, got ${quote(name)}`,
      ]);
    }
    return new AppArmorExec(mode('c', options), name, true);
  }

  /**
   * Runs the program without a profile: `Ux`, or `ux` if the environment is kept. Every process that can run the program can
   * escape from confinement.
   *
   * `fallback` has no effect.
   */
  public static dangerouslyUnconfined(options: AppArmorExecOptions = {}): AppArmorExec {
    return new AppArmorExec(options.keepEnvironment === true ? 'ux' : 'Ux');
  }

  /** Creates a transition that was read. @internal */
  public static _read(mode: string, target?: string, prefix?: string): AppArmorExec {
    return new AppArmorExec(mode, target, target !== undefined && /^c/i.test(mode), prefix);
  }

  private constructor(
    /** Mode in AppArmor's language, such as `ix` or `Px`. */
    public readonly mode: string,
    /** Name of the profile, if the rule has one. */
    public readonly target?: string,
    /** True if the profile is a child of the one that contains the rule. */
    public readonly toChild: boolean = false,
    /** `safe` or `unsafe` before the rule, which overrides the case of the mode. @internal */
    public readonly _prefix?: string,
  ) {}

  /** Returns the name of the profile as a word of a rule. @internal */
  public _targetWord(): string | undefined {
    return this.target === undefined ? undefined : globWord(this.target);
  }

  /** True if the program can run without a profile. */
  public get unconfined(): boolean {
    return /u/i.test(this.mode);
  }
}

function mode(letter: 'p' | 'c', options: AppArmorExecOptions): string {
  const letters = LETTERS[options.fallback ?? AppArmorExecFallback.REFUSE];
  if (letters === undefined)
    throw new InputError('AppArmor exec transition', [
      `fallback must be one of ${Object.values(AppArmorExecFallback).join(', ')}, got ${quote(options.fallback)}`,
    ]);
  return options.keepEnvironment === true ? `${letter}${letters.kept}` : `${letter.toUpperCase()}${letters.scrubbed}`;
}
