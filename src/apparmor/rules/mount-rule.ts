import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, globField, pathField, ruleProblems } from '../rule';
import type { AppArmorMountConditions, AppArmorMountOption } from './mount-option';
import { PROPAGATION, checkMountConditions, mountConditionWords } from './mount-option';

/** Properties of a rule on mounting. */
export interface MountRuleProps extends AppArmorQualifiers, AppArmorMountConditions {
  /**
   * Source of the mount, as an AppArmor glob: a device, a directory for a bind mount, or a word such as `tmpfs`.
   *
   * @default - any
   */
  readonly source?: string;

  /**
   * Mount point, as an AppArmor glob for paths. The path of a directory ends with `/`.
   *
   * @default - any
   */
  readonly mountPoint?: string;
}

/** Allows or denies mounting: `mount fstype=(tmpfs) options=(rw, nosuid) tmpfs -> /scratch/,`. */
export class MountRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.MOUNT;

  /** Source of the mount. Any if unset. */
  public readonly source?: string;

  /** Mount point. Any if unset. */
  public readonly mountPoint?: string;

  /** Exact flags. Any if neither `options` nor `optionsAmong` is set. */
  public readonly options?: AppArmorMountOption[];

  /** Flags that are allowed. */
  public readonly optionsAmong?: AppArmorMountOption[];

  /** Types of file systems. Any if unset. */
  public readonly fileSystems?: string[];

  private readonly from?: Glob;
  private readonly to?: Glob;

  /** @throws {@link InputError} if an option is unknown or contradicts another, a list is empty, or a path is not absolute */
  constructor(props: MountRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    checkMountConditions(problems, props);
    if (props.source !== undefined) this.from = globField(problems, 'source', props.source);
    if (props.mountPoint !== undefined) this.to = pathField(problems, 'mountPoint', props.mountPoint);
    const propagation = (props.options ?? []).filter((option) => PROPAGATION.includes(option));
    if (propagation.length > 0 && props.source !== undefined)
      problems.addUnfit(
        `options ${propagation.join(', ')} only change a mount point: remove source, and set mountPoint`,
      );
    this._unfit = problems.settle('AppArmor mount rule');
    this.source = props.source;
    this.mountPoint = props.mountPoint;
    this.options = props.options && (Object.freeze([...props.options]) as AppArmorMountOption[]);
    this.optionsAmong = props.optionsAmong && (Object.freeze([...props.optionsAmong]) as AppArmorMountOption[]);
    this.fileSystems = props.fileSystems && (Object.freeze([...props.fileSystems]) as string[]);
  }

  /** @internal */
  public _text(): string {
    const words = ['mount', ...mountConditionWords(this)];
    if (this.from !== undefined) words.push(renderGlob(this.from));
    if (this.to !== undefined) words.push('->', renderGlob(this.to));
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [this.from, this.to].filter((glob) => glob !== undefined);
  }

  /** @internal */
  public override _paths(): ReadonlyArray<Glob> {
    return this.to === undefined ? [] : [this.to];
  }
}
