import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, pathField, ruleProblems } from '../rule';
import type { AppArmorMountConditions, AppArmorMountOption } from './mount-option';
import { checkMountConditions, mountConditionWords } from './mount-option';

/** Properties of a rule on a mount point. */
export interface MountPointRuleProps extends AppArmorQualifiers, AppArmorMountConditions {
  /**
   * Mount point, as an AppArmor glob for paths. The path of a directory ends with `/`.
   *
   * @default - any
   */
  readonly mountPoint?: string;
}

/** A rule on a mount point: a remount or umount rule. */
export abstract class MountPointRule extends AppArmorRule {
  /** Mount point. Any if unset. */
  public readonly mountPoint?: string;

  /** Exact flags. Any if neither `options` nor `optionsAmong` is set. */
  public readonly options?: AppArmorMountOption[];

  /** Flags that are allowed. */
  public readonly optionsAmong?: AppArmorMountOption[];

  /** Types of file systems. Any if unset. */
  public readonly fileSystems?: string[];

  private readonly at?: Glob;

  protected constructor(
    private readonly word: string,
    props: MountPointRuleProps,
  ) {
    super(props);
    const problems = ruleProblems(props);
    checkMountConditions(problems, props);
    if (props.mountPoint !== undefined) this.at = pathField(problems, 'mountPoint', props.mountPoint);
    this._unfit = problems.settle(`AppArmor ${word} rule`);
    this.mountPoint = props.mountPoint;
    this.options = props.options && (Object.freeze([...props.options]) as AppArmorMountOption[]);
    this.optionsAmong = props.optionsAmong && (Object.freeze([...props.optionsAmong]) as AppArmorMountOption[]);
    this.fileSystems = props.fileSystems && (Object.freeze([...props.fileSystems]) as string[]);
  }

  /** @internal */
  public _text(): string {
    return [this.word, ...mountConditionWords(this), ...(this.at === undefined ? [] : [renderGlob(this.at)])].join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return this._paths();
  }

  /** @internal */
  public override _paths(): ReadonlyArray<Glob> {
    return this.at === undefined ? [] : [this.at];
  }
}
