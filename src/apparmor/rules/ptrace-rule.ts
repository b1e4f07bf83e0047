import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** What one process does to another by ptrace or by reading its /proc files. */
export enum AppArmorPtraceAccess {
  /** Read the other process's state. */
  READ = 'read',
  /** Let one's own state be read. */
  READBY = 'readby',
  /** Trace the other process. */
  TRACE = 'trace',
  /** Be traced. */
  TRACEDBY = 'tracedby',
}

/** A rule on tracing. */
export interface PtraceRuleProps extends AppArmorQualifiers {
  /**
   * What is done, or endured.
   *
   * @default - all four
   */
  readonly access?: AppArmorPtraceAccess[];

  /**
   * Profile of the other process, as an AppArmor glob over its name.
   *
   * @default - any
   */
  readonly peer?: string;
}

/** Allows or refuses tracing: `ptrace (read) peer=@{profile_name},`. Both sides must allow it. */
export class PtraceRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.PTRACE;

  /** What is done, or endured; empty for all four. */
  public readonly access: AppArmorPtraceAccess[];

  /** Profile of the other process; any if it isn't set. */
  public readonly peer?: string;

  private readonly peerGlob?: Glob;

  /** @throws InputError if a word is unknown, the list is there but empty, or the peer isn't a glob */
  constructor(props: PtraceRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('access', props.access ?? [], Object.values(AppArmorPtraceAccess)));
    // an empty list would widen to all
    if (props.access?.length === 0) problems.add('access is an empty list: leave it out for all four');
    if (props.peer !== undefined) this.peerGlob = globField(problems, 'peer', props.peer);
    this._unfit = problems.settle('AppArmor ptrace rule');
    this.access = Object.freeze(distinct(props.access ?? [])) as AppArmorPtraceAccess[];
    this.peer = props.peer;
  }

  /** @internal */
  public _text(): string {
    const words = ['ptrace'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    if (this.peerGlob !== undefined) words.push(`peer=${renderGlob(this.peerGlob)}`);
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return this.peerGlob === undefined ? [] : [this.peerGlob];
  }
}
