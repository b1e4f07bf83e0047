import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, globField, pathField, ruleProblems } from '../rule';

/** Properties of a rule on changes of the root of the file system. */
export interface PivotRootRuleProps extends AppArmorQualifiers {
  /**
   * New root, as an AppArmor glob for paths. The path of a directory ends with `/`.
   *
   * @default - any
   */
  readonly newRoot?: string;

  /**
   * New place of the old root, in the same form.
   *
   * @default - any
   */
  readonly oldRoot?: string;

  /**
   * Profile to change to, as an AppArmor glob for its name.
   *
   * @default - the profile does not change
   */
  readonly target?: string;
}

/** Allows or denies pivot_root(2): `pivot_root oldroot=/mnt/old/ /mnt/,`. */
export class PivotRootRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.PIVOT_ROOT;

  /** New root. Any if unset. */
  public readonly newRoot?: string;

  /** New place of the old root. Any if unset. */
  public readonly oldRoot?: string;

  /** Profile to change to. If unset, the profile does not change. */
  public readonly target?: string;

  private readonly to?: Glob;
  private readonly from?: Glob;
  private readonly into?: Glob;

  /** @throws {@link InputError} if a path is not absolute or not a glob */
  constructor(props: PivotRootRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    if (props.newRoot !== undefined) this.to = pathField(problems, 'newRoot', props.newRoot);
    if (props.oldRoot !== undefined) this.from = pathField(problems, 'oldRoot', props.oldRoot);
    if (props.target !== undefined) this.into = globField(problems, 'target', props.target);
    this._unfit = problems.settle('AppArmor pivot_root rule');
    this.newRoot = props.newRoot;
    this.oldRoot = props.oldRoot;
    this.target = props.target;
  }

  /** @internal */
  public _text(): string {
    const words = ['pivot_root'];
    if (this.from !== undefined) words.push(`oldroot=${renderGlob(this.from)}`);
    if (this.to !== undefined) words.push(renderGlob(this.to));
    if (this.into !== undefined) words.push('->', renderGlob(this.into));
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [...this._paths(), ...(this.into === undefined ? [] : [this.into])];
  }

  /** @internal */
  public override _paths(): ReadonlyArray<Glob> {
    return [this.to, this.from].filter((glob) => glob !== undefined);
  }
}
