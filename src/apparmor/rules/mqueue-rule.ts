import { quote } from '../../diagnostics/input-error';
import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** Permissions for a message queue. */
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

/** Properties of a rule on message queues. */
export interface MqueueRuleProps extends AppArmorQualifiers {
  /**
   * Permissions.
   *
   * @default - all permissions
   */
  readonly access?: AppArmorMqueueAccess[];

  /**
   * Kind of queue.
   *
   * @default - the kind that `name` implies, or both
   */
  readonly type?: AppArmorMqueueType;

  /**
   * Queue: a path as an AppArmor glob for POSIX, a number for System V.
   *
   * @default - every queue
   */
  readonly name?: string;

  /**
   * Profile of the process that created the queue, as an AppArmor glob for its name.
   *
   * @default - any
   */
  readonly label?: string;
}

/** Allows or denies access to message queues: `mqueue (read, write) type=posix /jobs,`. Needs AppArmor 4.0. */
export class MqueueRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.MQUEUE;

  /** Permissions. Empty for all. */
  public readonly access: AppArmorMqueueAccess[];

  /** Kind of queue. If unset, the kind that the name implies, or both. */
  public readonly type?: AppArmorMqueueType;

  /** Queue. Every queue if unset. */
  public readonly name?: string;

  /** Profile of the process that created the queue. Any if unset. */
  public readonly label?: string;

  private readonly nameGlob?: Glob;
  private readonly labelGlob?: Glob;

  /** @throws {@link InputError} if a word is unknown, the list is empty, or the name does not match the kind of queue */
  constructor(props: MqueueRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    const { access, type, name, label } = props;
    problems.add(unknownWords('access', access ?? [], Object.values(AppArmorMqueueAccess)));
    // an empty list would mean all
    if (access?.length === 0) problems.add('access is an empty list: omit it for all permissions');
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
  return `name must start with / for a POSIX queue, or be a number for a System V queue, got ${quote(name)}`;
}
