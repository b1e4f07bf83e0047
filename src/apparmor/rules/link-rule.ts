import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, pathField, ruleProblems } from '../rule';

/** A rule on hard links. */
export interface LinkRuleProps extends AppArmorQualifiers {
  /** Where the new link may be, as an AppArmor glob. */
  readonly path: string;

  /** What it may be a link to, as an AppArmor glob. */
  readonly target: string;

  /**
   * The link may not give more than the profile allows on the target.
   *
   * @default true
   */
  readonly subset?: boolean;

  /**
   * Only for files that belong to the user id of the process.
   *
   * @default false
   */
  readonly owner?: boolean;
}

/** Allows or refuses hard links from one place to another: `link subset /var/spool/** -> /var/tmp/**,`. */
export class LinkRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.LINK;

  /** Where the new link may be. */
  public readonly path: string;

  /** What it may be a link to. */
  public readonly target: string;

  /** True if the link may not give more than the profile allows on the target. */
  public readonly subset: boolean;

  /** True if the rule is only about files of the process's user id. */
  public readonly owner: boolean;

  private readonly from: Glob;
  private readonly to: Glob;

  /** @throws InputError if a path isn't absolute or isn't a glob */
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
