import { quote } from '../../diagnostics/input-error';
import type { AppArmorRemark } from '../rule';
import { AppArmorRule, AppArmorRuleKind, ruleProblems, unknownWords } from '../rule';

/** Limits of setrlimit(2). */
export enum AppArmorRlimit {
  /** Processor time, in seconds. */
  CPU = 'cpu',
  /** Size of a file, in bytes. */
  FSIZE = 'fsize',
  /** Data segment, in bytes. */
  DATA = 'data',
  /** Stack, in bytes. */
  STACK = 'stack',
  /** Core dump, in bytes. */
  CORE = 'core',
  /** Resident memory, in bytes; ignored by kernels since 2.4. */
  RSS = 'rss',
  /** Address space, in bytes. */
  AS = 'as',
  /** Locked memory, in bytes. */
  MEMLOCK = 'memlock',
  /** Message queues, in bytes. */
  MSGQUEUE = 'msgqueue',
  /** Open files. */
  NOFILE = 'nofile',
  /** Processes of the user ID, on the whole node. */
  NPROC = 'nproc',
  /** File locks; ignored by kernels since 2.4. */
  LOCKS = 'locks',
  /** Queued signals of the user ID. */
  SIGPENDING = 'sigpending',
  /** Real-time priority. */
  RTPRIO = 'rtprio',
  /** Processor time of a real-time process without a blocking call, in microseconds. */
  RTTIME = 'rttime',
  /** Nice value, -20 to 19. */
  NICE = 'nice',
}

/** Properties of a rule on a resource limit. */
export interface RlimitRuleProps extends AppArmorRemark {
  /** Limited resource. */
  readonly limit: AppArmorRlimit;

  /**
   * Highest value: a whole number in the unit of the limit.
   *
   * @default - infinity
   */
  readonly value?: number;
}

type Unit = 'bytes' | 'count' | 'seconds' | 'microseconds' | 'nice';

const UNITS: { readonly [limit in AppArmorRlimit]: Unit } = {
  [AppArmorRlimit.CPU]: 'seconds',
  [AppArmorRlimit.FSIZE]: 'bytes',
  [AppArmorRlimit.DATA]: 'bytes',
  [AppArmorRlimit.STACK]: 'bytes',
  [AppArmorRlimit.CORE]: 'bytes',
  [AppArmorRlimit.RSS]: 'bytes',
  [AppArmorRlimit.AS]: 'bytes',
  [AppArmorRlimit.MEMLOCK]: 'bytes',
  [AppArmorRlimit.MSGQUEUE]: 'bytes',
  [AppArmorRlimit.NOFILE]: 'count',
  [AppArmorRlimit.NPROC]: 'count',
  [AppArmorRlimit.LOCKS]: 'count',
  [AppArmorRlimit.SIGPENDING]: 'count',
  [AppArmorRlimit.RTPRIO]: 'count',
  [AppArmorRlimit.RTTIME]: 'microseconds',
  [AppArmorRlimit.NICE]: 'nice',
};

const RANGES: { readonly [unit in Unit]: readonly [number, number] } = {
  bytes: [0, Number.MAX_SAFE_INTEGER],
  count: [0, Number.MAX_SAFE_INTEGER],
  // the parser uses microseconds, and rejects zero with a unit
  seconds: [1, Math.floor(Number.MAX_SAFE_INTEGER / 1e6)],
  microseconds: [1, Number.MAX_SAFE_INTEGER],
  nice: [-20, 19],
};

const SIZES: ReadonlyArray<readonly [string, number]> = [
  ['G', 2 ** 30],
  ['M', 2 ** 20],
  ['K', 2 ** 10],
];

/** Sets a resource limit when a program starts under the profile: `set rlimit nofile <= 1024,`. It cannot be a deny rule or be logged. */
export class RlimitRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.RLIMIT;

  /** Limited resource. */
  public readonly limit: AppArmorRlimit;

  /** Highest value. Infinity if unset. */
  public readonly value?: number;

  /** @throws {@link InputError} if the limit is unknown, or the value is not a whole number in its range */
  constructor(props: RlimitRuleProps) {
    super({ comment: props.comment });
    const problems = ruleProblems(props);
    const { limit, value } = props;
    problems.add(unknownWords('limit', [limit], Object.values(AppArmorRlimit)));
    const [low, high] = RANGES[UNITS[limit]] ?? [0, 0];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= low && value <= high)) {
      problems.add(
        `value of ${quote(limit)} must be a whole number from ${low} to ${high}, got ${quote(value)}: omit it for infinity`,
      );
    }
    this._unfit = problems.settle('AppArmor rlimit rule');
    this.limit = limit;
    this.value = value;
  }

  /** @internal */
  public _text(): string {
    return `set rlimit ${this.limit} <= ${this.value === undefined ? 'infinity' : amount(this.value, UNITS[this.limit])}`;
  }
}

function amount(value: number, unit: Unit): string {
  // avoids minus zero, which some printers write as "-0"
  const n = value === 0 ? 0 : value;
  if (unit === 'seconds') return `${n}s`;
  if (unit === 'microseconds') return `${n}us`;
  if (unit !== 'bytes' || n === 0) return String(n);
  const size = SIZES.find(([, bytes]) => n % bytes === 0);
  return size === undefined ? String(n) : `${n / size[1]}${size[0]}`;
}
