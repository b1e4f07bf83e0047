import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, pathField, ruleProblems } from '../rule';

/** Properties of a rule on hard links. */
export interface LinkRuleProps extends AppArmorQualifiers {
  /** Path of the new link, as an AppArmor glob. */
  readonly path: string;

  /** Target of the link, as an AppArmor glob. */
  readonly target: string;

  /**
   * True to allow only links that give no more access than the profile allows on the target.
   *
   * @default true
   */
  readonly subset?: boolean;

  /**
   * True to apply the rule only to files that belong to the user ID of the process.
   *
   * @default false
   */
  readonly owner?: boolean;
}

/** Allows or denies hard links: `link subset /var/spool/** -> /var/tmp/**,`. */
export class LinkRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.LINK;

  /** Path of the new link. */
  public readonly path: string;

  /** Target of the link. */
  public readonly target: string;

  /** True if the link must not give more access than the profile allows on the target. */
  public readonly subset: boolean;

  /** True if the rule applies only to files that belong to the user ID of the process. */
  public readonly owner: boolean;

  private readonly from: Glob;
  private readonly to: Glob;

  /** @throws {@link InputError} if a path is not absolute or not a glob */
  constructor(props: LinkRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    this.from = pathField(problems, 'path', props.path);
    this.to = pathField(problems, 'target', props.target);
    this._unfit = problems.settle('AppArmor link rule');
    this.path = props.path;
    this.target = props.target;
    this.subset = props.subset !== false;
    this.owner = props.owner === true;
  }

  /** @internal */
  public _text(): string {
    return `${this.owner ? 'owner ' : ''}link ${this.subset ? 'subset ' : ''}${renderGlob(this.from)} -> ${renderGlob(this.to)}`;
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return this._paths();
  }

  /** @internal */
  public override _paths(): ReadonlyArray<Glob> {
    return [this.from, this.to];
  }
}
