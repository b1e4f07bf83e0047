import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, globField, pathField, ruleProblems } from '../rule';

/** A rule on changing the root of the file system. */
export interface PivotRootRuleProps extends AppArmorQualifiers {
  /**
   * The new root, as an AppArmor glob over paths; a directory ends with `/`.
   *
   * @default - any
   */
  readonly newRoot?: string;

  /**
   * Where the old root is put, in the same form.
   *
   * @default - anywhere
   */
  readonly oldRoot?: string;

  /**
   * The profile to change to with it, as an AppArmor glob over its name.
   *
   * @default - the profile stays
   */
  readonly target?: string;
}

/** Allows or refuses pivot_root(2): `pivot_root oldroot=/mnt/old/ /mnt/,`. */
export class PivotRootRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.PIVOT_ROOT;

  /** The new root; any if it isn't set. */
  public readonly newRoot?: string;

  /** Where the old root is put; anywhere if it isn't set. */
  public readonly oldRoot?: string;

  /** The profile to change to with it. */
  public readonly target?: string;

  private readonly to?: Glob;
  private readonly from?: Glob;
  private readonly into?: Glob;

  /** @throws InputError if a path isn't absolute or isn't a glob */
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
