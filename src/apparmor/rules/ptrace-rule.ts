import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** Permissions of one process for another, with ptrace or through files in /proc. */
export enum AppArmorPtraceAccess {
  /** Reads the state of the other process. */
  READ = 'read',
  /** Allows the other process to read its own state. */
  READBY = 'readby',
  /** Traces the other process. */
  TRACE = 'trace',
  /** Allows the other process to trace it. */
  TRACEDBY = 'tracedby',
}

/** Properties of a rule on tracing. */
export interface PtraceRuleProps extends AppArmorQualifiers {
  /**
   * Permissions.
   *
   * @default - all four permissions
   */
  readonly access?: AppArmorPtraceAccess[];

  /**
   * Profile of the other process, as an AppArmor glob for its name.
   *
   * @default - any
   */
  readonly peer?: string;
}

/** Allows or denies tracing: `ptrace (read) peer=@{profile_name},`. The profiles of both processes must allow it. */
export class PtraceRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.PTRACE;

  /** Permissions. Empty for all four. */
  public readonly access: AppArmorPtraceAccess[];

  /** Profile of the other process. Any if unset. */
  public readonly peer?: string;

  private readonly peerGlob?: Glob;

  /** @throws {@link InputError} if a word is unknown, the list is empty, or the peer is not a glob */
  constructor(props: PtraceRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('access', props.access ?? [], Object.values(AppArmorPtraceAccess)));
    // an empty list would mean all
    if (props.access?.length === 0) problems.add('access is an empty list: omit it for all four permissions');
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
