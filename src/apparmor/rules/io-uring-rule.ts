import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** Permissions for io_uring. */
export enum AppArmorIoUringAccess {
  /** Lets a thread of the kernel poll the queue. */
  SQPOLL = 'sqpoll',
  /** Uses the credentials of another task. */
  OVERRIDE_CREDS = 'override_creds',
}

/** Properties of a rule on io_uring. */
export interface IoUringRuleProps extends AppArmorQualifiers {
  /**
   * Permissions.
   *
   * @default - both permissions
   */
  readonly access?: AppArmorIoUringAccess[];

  /**
   * Profile of the task whose credentials are used, as an AppArmor glob for its name.
   *
   * @default - any
   */
  readonly label?: string;
}

/** Allows or denies dangerous features of io_uring: `io_uring (sqpoll),`. Needs AppArmor 4.0. */
export class IoUringRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.IO_URING;

  /** Permissions. Empty for both. */
  public readonly access: AppArmorIoUringAccess[];

  /** Profile of the task whose credentials are used. Any if unset. */
  public readonly label?: string;

  private readonly labelGlob?: Glob;

  /** @throws {@link InputError} if a word is unknown, the list is empty, or the label is not a glob */
  constructor(props: IoUringRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('access', props.access ?? [], Object.values(AppArmorIoUringAccess)));
    // an empty list would mean all
    if (props.access?.length === 0) problems.add('access is an empty list: omit it for both permissions');
    if (props.label !== undefined) this.labelGlob = globField(problems, 'label', props.label);
    this._unfit = problems.settle('AppArmor io_uring rule');
    this.access = Object.freeze(distinct(props.access ?? [])) as AppArmorIoUringAccess[];
    this.label = props.label;
  }

  /** @internal */
  public override _since(): AppArmorParserVersion {
    return newer(super._since(), AppArmorParserVersion.V4_0);
  }

  /** @internal */
  public _text(): string {
    const words = ['io_uring'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    if (this.labelGlob !== undefined) words.push(`label=${renderGlob(this.labelGlob)}`);
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return this.labelGlob === undefined ? [] : [this.labelGlob];
  }
}
