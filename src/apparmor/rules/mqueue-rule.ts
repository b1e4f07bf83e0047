import { quote } from '../../diagnostics/input-error';
import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** What is done with a message queue. */
export enum AppArmorMqueueAccess {
  READ = 'read',
  WRITE = 'write',
  CREATE = 'create',
  OPEN = 'open',
  DELETE = 'delete',
  GETATTR = 'getattr',
  SETATTR = 'setattr',
}

/** Kinds of message queues. */
export enum AppArmorMqueueType {
  POSIX = 'posix',
  SYSV = 'sysv',
}

/** A rule on message queues. */
export interface MqueueRuleProps extends AppArmorQualifiers {
  /**
   * What is done.
   *
   * @default - everything
   */
  readonly access?: AppArmorMqueueAccess[];

  /**
   * Kind of queue.
   *
   * @default - the one that `name` tells, or both
   */
  readonly type?: AppArmorMqueueType;

  /**
   * The queue: a path as an AppArmor glob for POSIX, a number for System V.
   *
   * @default - every queue
   */
  readonly name?: string;

  /**
   * Profile of the process that made the queue, as an AppArmor glob over its name.
   *
   * @default - any
   */
  readonly label?: string;
}

/** Allows or refuses the use of message queues: `mqueue (read, write) type=posix /jobs,`. Needs AppArmor 4.0. */
export class MqueueRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.MQUEUE;

  /** What is done; empty for everything. */
  public readonly access: AppArmorMqueueAccess[];

  /** Kind of queue; the one that the name tells, or both, if it isn't set. */
  public readonly type?: AppArmorMqueueType;

  /** The queue; every one if it isn't set. */
  public readonly name?: string;

  /** Profile of the process that made the queue; any if it isn't set. */
  public readonly label?: string;

  private readonly nameGlob?: Glob;
  private readonly labelGlob?: Glob;

  /** @throws InputError if a word is unknown, the list is there but empty, or the name isn't one of its kind */
  constructor(props: MqueueRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    const { access, type, name, label } = props;
    problems.add(unknownWords('access', access ?? [], Object.values(AppArmorMqueueAccess)));
    // an empty list would widen to all
    if (access?.length === 0) problems.add('access is an empty list: leave it out for everything');
    if (type !== undefined) problems.add(unknownWords('type', [type], Object.values(AppArmorMqueueType)));
    if (name !== undefined) this.nameGlob = globField(problems, 'name', name);
    if (label !== undefined) this.labelGlob = globField(problems, 'label', label);
    problems.add(nameProblem(name, type));
    this._unfit = problems.settle('AppArmor mqueue rule');
    this.access = Object.freeze(distinct(access ?? [])) as AppArmorMqueueAccess[];
    this.type = type;
    this.name = name;
    this.label = label;
  }

  /** @internal */
  public override _since(): AppArmorParserVersion {
    return newer(super._since(), AppArmorParserVersion.V4_0);
  }

  /** @internal */
  public _text(): string {
    const words = ['mqueue'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    if (this.type !== undefined) words.push(`type=${this.type}`);
    if (this.labelGlob !== undefined) words.push(`label=${renderGlob(this.labelGlob)}`);
    if (this.nameGlob !== undefined) words.push(renderGlob(this.nameGlob));
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [this.nameGlob, this.labelGlob].filter((glob) => glob !== undefined);
  }
}

function nameProblem(name: string | undefined, type: AppArmorMqueueType | undefined): string | undefined {
  if (name === undefined) return undefined;
  const isNumber = /^[0-9]+$/.test(name);
  const isPath = /^\/|^@\{/.test(name);
  const fits = { [AppArmorMqueueType.POSIX]: isPath, [AppArmorMqueueType.SYSV]: isNumber };
  if (type === undefined ? isNumber || isPath : fits[type]) return undefined;
  return `name must start with / for a queue of POSIX, or be a number for one of System V, got ${quote(name)}`;
}
