import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** What is done with io_uring. */
export enum AppArmorIoUringAccess {
  /** Have a thread of the kernel poll the queue. */
  SQPOLL = 'sqpoll',
  /** Act with the credentials of another task. */
  OVERRIDE_CREDS = 'override_creds',
}

/** A rule on io_uring. */
export interface IoUringRuleProps extends AppArmorQualifiers {
  /**
   * What is done.
   *
   * @default - both
   */
  readonly access?: AppArmorIoUringAccess[];

  /**
   * Profile of the task whose credentials are taken, as an AppArmor glob over its name.
   *
   * @default - any
   */
  readonly label?: string;
}

/** Allows or refuses what is dangerous of io_uring: `io_uring (sqpoll),`. Needs AppArmor 4.0. */
export class IoUringRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.IO_URING;

  /** What is done; empty for both. */
  public readonly access: AppArmorIoUringAccess[];

  /** Profile of the task whose credentials are taken; any if it isn't set. */
  public readonly label?: string;

  private readonly labelGlob?: Glob;

  /** @throws InputError if a word is unknown, the list is there but empty, or the label isn't a glob */
  constructor(props: IoUringRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('access', props.access ?? [], Object.values(AppArmorIoUringAccess)));
    // an empty list would widen to all
    if (props.access?.length === 0) problems.add('access is an empty list: leave it out for both');
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
