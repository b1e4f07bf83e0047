import type { Glob } from '../glob/glob';
import { renderGlob, renderListWord } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** Permissions on D-Bus. */
export enum AppArmorDbusAccess {
  SEND = 'send',
  RECEIVE = 'receive',
  /** Owns a name. */
  BIND = 'bind',
  /** Receives the messages of others. */
  EAVESDROP = 'eavesdrop',
}

/** Properties of a rule on D-Bus. */
export interface DbusRuleProps extends AppArmorQualifiers {
  /**
   * Permissions. `eavesdrop` can be combined only with `bus`, `name` only with `bind`, and the conditions of messages only with
   * `send` and `receive`.
   *
   * @default - all permissions that can be combined with the conditions
   */
  readonly access?: AppArmorDbusAccess[];

  /**
   * Bus: `system`, `session`, `accessibility` or another, as an AppArmor glob.
   *
   * @default - every bus
   */
  readonly bus?: string;

  /**
   * Path of the object that receives a message, as an AppArmor glob.
   *
   * @default - any
   */
  readonly path?: string;

  /**
   * Interface of a message, as an AppArmor glob.
   *
   * @default - any
   */
  readonly interface?: string;

  /**
   * Method or signal of a message, as an AppArmor glob.
   *
   * @default - any
   */
  readonly member?: string;

  /**
   * Name to own, as an AppArmor glob.
   *
   * @default - any
   */
  readonly name?: string;

  /**
   * Name of the other end, as an AppArmor glob.
   *
   * @default - any
   */
  readonly peerName?: string;

  /**
   * Profile of the other end, as an AppArmor glob for its name.
   *
   * @default - any
   */
  readonly peerLabel?: string;
}

const FIELDS = ['bus', 'path', 'interface', 'member', 'name', 'peerName', 'peerLabel'] as const;
const OF_MESSAGE: ReadonlyArray<string> = ['path', 'interface', 'member', 'peerName', 'peerLabel'];
type Field = (typeof FIELDS)[number];

/** Allows or denies messages and names on D-Bus: `dbus send bus=system path=/org/x interface=org.x member=Get peer=(label=y),`. */
export class DbusRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.DBUS;

  /** Permissions. Empty for all that can be combined with the conditions. */
  public readonly access: AppArmorDbusAccess[];

  /** Bus. Every bus if unset. */
  public readonly bus?: string;

  /** Path of the object. Any if unset. */
  public readonly path?: string;

  /** Interface of a message. Any if unset. */
  public readonly interface?: string;

  /** Method or signal of a message. Any if unset. */
  public readonly member?: string;

  /** Name to own. Any if unset. */
  public readonly name?: string;

  /** Name of the other end. Any if unset. */
  public readonly peerName?: string;

  /** Profile of the other end. Any if unset. */
  public readonly peerLabel?: string;

  private readonly globs: ReadonlyMap<Field, Glob>;

  /** @throws {@link InputError} if a word is unknown, a condition is not a glob, or an access cannot be combined with a condition */
  constructor(props: DbusRuleProps = {}) {
    super(props);
    const problems = ruleProblems(props);
    const given = FIELDS.filter((field) => props[field] !== undefined);
    problems.add(unknownWords('access', props.access ?? [], Object.values(AppArmorDbusAccess)));
    // an empty list would mean all
    if (props.access?.length === 0) problems.add('access is an empty list: omit it for all permissions');
    this.globs = new Map(given.map((field) => [field, globField(problems, field, props[field] ?? '')]));
    for (const problem of accessProblems(props.access ?? [], given)) problems.add(problem);
    this._unfit = problems.settle('AppArmor dbus rule');
    this.access = Object.freeze(distinct(props.access ?? [])) as AppArmorDbusAccess[];
    this.bus = props.bus;
    this.path = props.path;
    this.interface = props.interface;
    this.member = props.member;
    this.name = props.name;
    this.peerName = props.peerName;
    this.peerLabel = props.peerLabel;
  }

  /** @internal */
  public _text(): string {
    const words = ['dbus'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    for (const field of ['bus', 'path', 'interface', 'member', 'name'] as const) {
      const glob = this.globs.get(field);
      if (glob !== undefined) words.push(`${field}=${renderGlob(glob)}`);
    }
    const peer = [
      ['name', this.globs.get('peerName')] as const,
      ['label', this.globs.get('peerLabel')] as const,
    ].flatMap(([key, glob]) => (glob === undefined ? [] : [`${key}=${renderListWord(glob)}`]));
    if (peer.length > 0) words.push(`peer=(${peer.join(', ')})`);
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [...this.globs.values()];
  }
}

function accessProblems(access: ReadonlyArray<AppArmorDbusAccess>, given: ReadonlyArray<Field>): string[] {
  const problems: string[] = [];
  const message = given.filter((field) => OF_MESSAGE.includes(field));
  const service = given.includes('name');
  const has = (...words: AppArmorDbusAccess[]): boolean => words.some((word) => access.includes(word));
  if (service && message.length > 0)
    problems.push(`name is for owning a name, ${message.join(', ')} for messages: write two rules`);
  if (has(AppArmorDbusAccess.BIND) && message.length > 0)
    problems.push(`access bind cannot be combined with ${message.join(', ')}: write two rules`);
  if (has(AppArmorDbusAccess.SEND, AppArmorDbusAccess.RECEIVE) && service)
    problems.push('access send and receive cannot be combined with name: use peerName, or bind');
  if (has(AppArmorDbusAccess.EAVESDROP) && (service || message.length > 0))
    problems.push('access eavesdrop receives every message: it can only be combined with bus');
  return problems;
}
