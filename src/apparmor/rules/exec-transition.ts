import { InputError, quote } from '../../diagnostics/input-error';
import { globWord } from '../glob/glob';

/** What happens if the profile that an execution asks for isn't loaded. */
export enum AppArmorExecFallback {
  /** The execution is refused. */
  REFUSE = 'refuse',
  /** The program runs under the profile of its parent. */
  INHERIT = 'inherit',
  /** The program runs under no profile at all: an escape from confinement for whoever can make the profile vanish. */
  DANGEROUSLY_UNCONFINED = 'dangerously-unconfined',
}

/** How an execution changes the profile. */
export interface AppArmorExecOptions {
  /**
   * What happens if the profile isn't loaded.
   *
   * @default AppArmorExecFallback.REFUSE
   */
  readonly fallback?: AppArmorExecFallback;

  /**
   * Keep `LD_PRELOAD` and the like, with which a parent takes over its child.
   *
   * @default false - the environment is scrubbed
   */
  readonly keepEnvironment?: boolean;
}

const PROFILE_NAME = /^(?!.*\/\/$)[A-Za-z0-9/][A-Za-z0-9_./-]*$/;
const CHILD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

// the fallback stands between the first letter and the x; an unconfined one has the case of the first
const LETTERS: { readonly [fallback in AppArmorExecFallback]: { readonly scrubbed: string; readonly kept: string } } = {
  [AppArmorExecFallback.REFUSE]: { scrubbed: 'x', kept: 'x' },
  [AppArmorExecFallback.INHERIT]: { scrubbed: 'ix', kept: 'ix' },
  [AppArmorExecFallback.DANGEROUSLY_UNCONFINED]: { scrubbed: 'Ux', kept: 'ux' },
};

/** Under which profile a program runs that a rule allows to be executed. */
export class AppArmorExec {
  /** Under the same profile: `ix`. */
  public static inherit(): AppArmorExec {
    return new AppArmorExec('ix');
  }

  /**
   * Under another loaded profile: `Px`, `Pix`, `PUx`, or `px` and so on if the environment is kept.
   *
   * @param name name of the profile, `parent//child` for a child of another one; without it, the loaded profile that attaches to the program's path
   * @throws InputError if the name has other characters than letters, digits and `_ . - /`, or is `unconfined`
   */
  public static profile(name?: string, options: AppArmorExecOptions = {}): AppArmorExec {
    if (name !== undefined && !PROFILE_NAME.test(name)) {
      throw new InputError('AppArmor exec transition', [
        `profile name may have letters, digits, _ . - and // before a child, got ${quote(name)}`,
      ]);
    }
    if (name === 'unconfined') {
      throw new InputError('AppArmor exec transition', [
        'profile "unconfined" is no confinement: use AppArmorExec.dangerouslyUnconfined() if that is meant',
      ]);
    }
    return new AppArmorExec(mode('p', options), name, false);
  }

  /**
   * Under a child of the profile that holds the rule: `Cx`, `Cix`, `CUx`, or `cx` and so on if the environment is kept.
   *
   * @param name name of the child; the profile must have it
   * @throws InputError if the name has other characters than letters, digits and `_ . -`
   */
  public static child(name: string, options: AppArmorExecOptions = {}): AppArmorExec {
    if (!CHILD_NAME.test(name)) {
      throw new InputError('AppArmor exec transition', [
        `child name may have letters, digits and _ . -, got ${quote(name)}`,
      ]);
    }
    return new AppArmorExec(mode('c', options), name, true);
  }

  /**
   * Under no profile at all: `Ux`, or `ux` if the environment is kept. Whoever can run the program has left the confinement.
   *
   * `fallback` has no meaning here.
   */
  public static dangerouslyUnconfined(options: AppArmorExecOptions = {}): AppArmorExec {
    return new AppArmorExec(options.keepEnvironment === true ? 'ux' : 'Ux');
  }

  /** A transition as a text has it. @internal */
  public static _read(mode: string, target?: string, prefix?: string): AppArmorExec {
    return new AppArmorExec(mode, target, target !== undefined && /^c/i.test(mode), prefix);
  }

  private constructor(
    /** The mode as the language writes it, such as `ix` or `Px`. */
    public readonly mode: string,
    /** The profile named, if one is. */
    public readonly target?: string,
    /** True if the profile named is a child of the one that holds the rule. */
    public readonly toChild: boolean = false,
    /** `safe` or `unsafe` in front of the rule, which win over the mode's own case. @internal */
    public readonly _prefix?: string,
  ) {}

  /** The profile named, as a word of a rule. @internal */
  public _targetWord(): string | undefined {
    return this.target === undefined ? undefined : globWord(this.target);
  }

  /** True if the program may end up under no profile. */
  public get unconfined(): boolean {
    return /u/i.test(this.mode);
  }
}

function mode(letter: 'p' | 'c', options: AppArmorExecOptions): string {
  const letters = LETTERS[options.fallback ?? AppArmorExecFallback.REFUSE];
  if (letters === undefined)
    throw new InputError('AppArmor exec transition', [
      `fallback must be refuse, inherit or dangerously-unconfined, got ${quote(options.fallback)}`,
    ]);
  return options.keepEnvironment === true ? `${letter}${letters.kept}` : `${letter.toUpperCase()}${letters.scrubbed}`;
}
