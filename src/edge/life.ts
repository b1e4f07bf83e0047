import { Problems, quote } from '../diagnostics/input-error';
import { cronSchedule } from '../kubernetes/syntax';

/** Options of an app that runs until it succeeds. */
export interface OnceOptions {
  /**
   * Number of times that Kubernetes starts the app again after a failure: a whole number, 0 or more.
   * @default - Kubernetes' default, 6
   */
  readonly retries?: number;
}

/** @internal */
export type LifeKind = 'keeps-running' | 'once' | 'schedule';

/** Largest signed number of 32 bits, which is the largest that the API server accepts. */
const MOST_RETRIES = 2147483647;

/** Lifetime of an app. */
export class Life {
  /** Runs for ever: Kubernetes starts the app again every time it ends. */
  public static keepsRunning(): Life {
    return new Life('keeps-running');
  }

  /**
   * Runs until it succeeds: Kubernetes starts the app again only after a failure.
   * @throws {@link InputError} if the number of retries is invalid
   */
  public static once(options: OnceOptions = {}): Life {
    const { retries } = options;
    const problems = new Problems();
    if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= MOST_RETRIES))
      problems.add(`retries must be a whole number from 0 to ${MOST_RETRIES}, got ${quote(retries)}`);
    problems.throwIfAny('Life.once');
    return new Life('once', undefined, retries);
  }

  /**
   * Runs on a schedule, each time until it succeeds. A run is skipped if the previous one has not ended.
   * @param cron cron's five fields, such as `0 3 * * *`, in the time zone of the cluster's controller manager
   * @throws {@link InputError} if the schedule is invalid
   */
  public static onSchedule(cron: string): Life {
    const problems = new Problems();
    problems.add(cronSchedule('schedule', cron));
    problems.throwIfAny('Life.onSchedule');
    return new Life('schedule', cron);
  }

  private constructor(
    /** @internal */
    public readonly _kind: LifeKind,
    /** Schedule in cron's five fields. Undefined without a schedule. */
    public readonly schedule?: string,
    /** Number of times that an app that runs once is started again. Undefined for Kubernetes' default. */
    public readonly retries?: number,
  ) {}
}
