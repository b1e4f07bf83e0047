import { quote } from '../../diagnostics/input-error';
import type { Glob, Piece } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, globField, pathField, ruleProblems } from '../rule';

/** A rule on changing the profile by request. */
export interface ChangeProfileRuleProps extends AppArmorQualifiers {
  /**
   * The profile to change to, as an AppArmor glob over its name.
   *
   * @default - any, unconfined too
   */
  readonly target?: string;

  /**
   * Only with the execution of these files, as an AppArmor glob over paths.
   *
   * @default - at any time
   */
  readonly exec?: string;

  /**
   * Keep `LD_PRELOAD` and the like at that execution; only with `exec`.
   *
   * @default false - the environment is scrubbed
   */
  readonly keepEnvironment?: boolean;
}

/** Allows or refuses a change of profile by the program itself: `change_profile -> worker,`. */
export class ChangeProfileRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.CHANGE_PROFILE;

  /** The profile to change to; any if it isn't set. */
  public readonly target?: string;

  /** The files with whose execution the change may come; any time if it isn't set. */
  public readonly exec?: string;

  /** True if the environment is kept. */
  public readonly keepEnvironment: boolean;

  /** @internal */
  public readonly _target?: Glob;

  /** @internal */
  public readonly _exec?: Glob;

  /** @throws InputError if the path isn't absolute, the target isn't a glob, or `keepEnvironment` has no `exec` */
  constructor(props: ChangeProfileRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    if (props.target !== undefined) this._target = globField(problems, 'target', props.target);
    if (props.exec !== undefined) this._exec = pathField(problems, 'exec', props.exec);
    problems.addUnfit(targetProblem(this._target?.[0], props.target));
    if (props.keepEnvironment === true && props.exec === undefined)
      problems.add('keepEnvironment is about an execution: give exec, too');
    this._unfit = problems.settle('AppArmor change_profile rule');
    this.target = props.target;
    this.exec = props.exec;
    this.keepEnvironment = props.keepEnvironment === true;
  }

  /** @internal */
  public _text(): string {
    const words = ['change_profile'];
    if (this._exec !== undefined) words.push(this.keepEnvironment ? 'unsafe' : 'safe', renderGlob(this._exec));
    if (this._target !== undefined) words.push('->', renderGlob(this._target));
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [this._exec, this._target].filter((glob) => glob !== undefined);
  }

  /** @internal */
  public override _paths(): ReadonlyArray<Glob> {
    return this._exec === undefined ? [] : [this._exec];
  }
}

// the parser looks at the first character, after variables are replaced, for a stack or a namespace
function targetProblem(first: Piece | undefined, target: string | undefined): string | undefined {
  if (first?.kind === 'text' && /^[&:]/.test(first.text))
    return `target must not start with & or :, got ${quote(target)}: stacks and namespaces are not for containers`;
  if (first?.kind === 'variable' && first.name !== 'profile_name')
    return `target must not start with @{${first.name}}, which could name a stack or a namespace: write the name out`;
  return undefined;
}
