import { quote } from '../../diagnostics/input-error';
import type { Glob } from '../glob/glob';
import { renderGlob } from '../glob/glob';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';

/** Directions of a signal. */
export enum AppArmorSignalAccess {
  SEND = 'send',
  RECEIVE = 'receive',
}

/** Signals, with the names of AppArmor. */
export enum AppArmorSignal {
  HUP = 'hup',
  INT = 'int',
  QUIT = 'quit',
  ILL = 'ill',
  TRAP = 'trap',
  ABRT = 'abrt',
  BUS = 'bus',
  FPE = 'fpe',
  KILL = 'kill',
  USR1 = 'usr1',
  SEGV = 'segv',
  USR2 = 'usr2',
  PIPE = 'pipe',
  ALRM = 'alrm',
  TERM = 'term',
  STKFLT = 'stkflt',
  CHLD = 'chld',
  CONT = 'cont',
  STOP = 'stop',
  /** SIGTSTP */
  STP = 'stp',
  TTIN = 'ttin',
  TTOU = 'ttou',
  URG = 'urg',
  XCPU = 'xcpu',
  XFSZ = 'xfsz',
  VTALRM = 'vtalrm',
  PROF = 'prof',
  WINCH = 'winch',
  IO = 'io',
  PWR = 'pwr',
  SYS = 'sys',
  EMT = 'emt',
  /** Signal 0, which only checks whether the process exists. */
  EXISTS = 'exists',
}

/** Properties of a rule on signals. */
export interface SignalRuleProps extends AppArmorQualifiers {
  /**
   * Directions.
   *
   * @default - both
   */
  readonly access?: AppArmorSignalAccess[];

  /**
   * Signals.
   *
   * @default - every signal if `realtimeSignals` is also unset
   */
  readonly signals?: AppArmorSignal[];

  /**
   * Real-time signals, as their distance from SIGRTMIN: 0 to 32.
   *
   * @default - none, or every signal if `signals` is also unset
   */
  readonly realtimeSignals?: number[];

  /**
   * Profile of the other process, as an AppArmor glob for its name: `unconfined`, `runc`, `@{profile_name}`.
   *
   * @default - any
   */
  readonly peer?: string;
}

/** Allows or denies signals: `signal (receive) peer=unconfined,`. The profiles of both processes must allow a signal. */
export class SignalRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.SIGNAL;

  /** Directions. Empty for both. */
  public readonly access: AppArmorSignalAccess[];

  /** Signals. If `realtimeSignals` is also empty, every signal. */
  public readonly signals: AppArmorSignal[];

  /** Real-time signals, as their distance from SIGRTMIN. */
  public readonly realtimeSignals: number[];

  /** Profile of the other process. Any if unset. */
  public readonly peer?: string;

  private readonly peerGlob?: Glob;

  /** @throws {@link InputError} if a word is unknown, a list is empty, or the peer is not a glob */
  constructor(props: SignalRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    const { access = [], signals = [], realtimeSignals = [] } = props;
    problems.add(unknownWords('access', access, Object.values(AppArmorSignalAccess)));
    problems.add(unknownWords('signals', signals, Object.values(AppArmorSignal)));
    const outOfRange = realtimeSignals.filter((n) => !Number.isInteger(n) || n < 0 || n > 32);
    if (outOfRange.length > 0)
      problems.add(`realtimeSignals must be whole numbers from 0 to 32, got ${outOfRange.map(quote).join(', ')}`);
    // an empty list would mean all
    if (props.access?.length === 0) problems.add('access is an empty list: omit it for both directions');
    if ((props.signals ?? props.realtimeSignals) !== undefined && signals.length + realtimeSignals.length === 0)
      problems.add('signals is an empty list: omit it for every signal');
    if (props.peer !== undefined) this.peerGlob = globField(problems, 'peer', props.peer);
    this._unfit = problems.settle('AppArmor signal rule');
    this.access = Object.freeze(distinct(access)) as AppArmorSignalAccess[];
    this.signals = Object.freeze(distinct(signals)) as AppArmorSignal[];
    this.realtimeSignals = Object.freeze(distinct(realtimeSignals)) as number[];
    this.peer = props.peer;
  }

  /** @internal */
  public _text(): string {
    const set = [...this.signals, ...this.realtimeSignals.map((n) => `rtmin+${n}`)];
    const words = ['signal'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    if (set.length > 0) words.push(`set=(${set.join(', ')})`);
    if (this.peerGlob !== undefined) words.push(`peer=${renderGlob(this.peerGlob)}`);
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return this.peerGlob === undefined ? [] : [this.peerGlob];
  }
}
