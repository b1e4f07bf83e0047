import { quote } from '../../diagnostics/input-error';
import type { Glob, Piece } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, globField, pathField, ruleProblems } from '../rule';

/** Properties of a rule on changes of the profile by the program. */
export interface ChangeProfileRuleProps extends AppArmorQualifiers {
  /**
   * Profile to change to, as an AppArmor glob for its name.
   *
   * @default - any profile, and unconfined
   */
  readonly target?: string;

  /**
   * Files whose execution changes the profile, as an AppArmor glob for paths.
   *
   * @default - the change is allowed at any time
   */
  readonly exec?: string;

  /**
   * True to keep variables such as `LD_PRELOAD` for that execution. Requires `exec`.
   *
   * @default false - the environment is scrubbed
   */
  readonly keepEnvironment?: boolean;
}

/** Allows or denies a change of profile by the program itself: `change_profile -> worker,`. */
export class ChangeProfileRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.CHANGE_PROFILE;

  /** Profile to change to. Any if unset. */
  public readonly target?: string;

  /** Files whose execution changes the profile. Any time if unset. */
  public readonly exec?: string;

  /** True if the execution keeps the environment. */
  public readonly keepEnvironment: boolean;

  /** @internal */
  public readonly _target?: Glob;

  /** @internal */
  public readonly _exec?: Glob;

  /** @throws {@link InputError} if the path is not absolute, the target is not a glob, or `keepEnvironment` has no `exec` */
  constructor(props: ChangeProfileRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    if (props.target !== undefined) this._target = globField(problems, 'target', props.target);
    if (props.exec !== undefined) this._exec = pathField(problems, 'exec', props.exec);
    problems.addUnfit(targetProblem(this._target?.[0], props.target));
    if (props.keepEnvironment === true && props.exec === undefined)
      problems.add('keepEnvironment applies to an execution: set exec');
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

// the first character, after the parser replaced variables, starts a stack or a namespace
function targetProblem(first: Piece | undefined, target: string | undefined): string | undefined {
  if (first?.kind === 'text' && /^[&:]/.test(first.text))
    return `target must not start with & or :, got ${quote(target)}: stacks and namespaces are not for containers`;
  if (first?.kind === 'variable' && first.name !== 'profile_name')
    return `target must not start with @{${first.name}}, which could be a stack or a namespace: write the full name`;
  return undefined;
}
