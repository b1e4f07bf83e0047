import type { Duration } from 'cdk8s';
import { Problems, quote } from '../diagnostics/input-error';
import { inSeconds } from '../kubernetes/amount';
import { cronSchedule } from '../kubernetes/syntax';

/** Options of an app that runs on a schedule. */
export interface ScheduleOptions {
  /**
   * Seconds, or a `Duration`, after which Kubernetes deletes a job that has ended, with its pods and their logs. Before Kubernetes
   * 1.21, jobs stay, and the manifest records the loss.
   * @default - Kubernetes keeps the last three successful jobs of a schedule and the last failed one, and a job that runs once until you delete it
   */
  readonly deleteAfter?: number | Duration;
}

/** Options of an app that runs until it succeeds. */
export interface OnceOptions extends ScheduleOptions {
  /**
   * Number of times that Kubernetes starts the app again after a failure: a whole number, 0 or more.
   * @default - Kubernetes' default, 6
   */
  readonly retries?: number;

  /**
   * True if the name of the job ends with a hash of its spec, so that a changed app runs again as a new job. Without the hash, the
   * API server rejects the change until the old job is deleted.
   * @default false
   */
  readonly runsAgainAfterChange?: boolean;
}

/** @internal */
export type LifeKind = 'keeps-running' | 'once' | 'schedule';

/** Largest signed number of 32 bits, which is the largest that the API server accepts. */
const LARGEST_INT32 = 2147483647;

/** Lifetime of an app. */
export class Life {
  /** Runs for ever: Kubernetes starts the app again every time it ends. */
  public static keepsRunning(): Life {
    return new Life('keeps-running');
  }

  /**
   * Runs until it succeeds: Kubernetes starts the app again only after a failure.
   * @throws {@link InputError} if the number of retries or a time is invalid
   */
  public static once(options: OnceOptions = {}): Life {
    const { retries, runsAgainAfterChange = false } = options;
    const problems = new Problems();
    if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= LARGEST_INT32))
      problems.add(`retries must be a whole number from 0 to ${LARGEST_INT32}, got ${quote(retries)}`);
    const deleteAfter = secondsOf(options, problems);
    problems.throwIfAny('Life.once');
    return new Life('once', undefined, retries, deleteAfter, runsAgainAfterChange);
  }

  /**
   * Runs on a schedule, each time until it succeeds. A run is skipped if the previous one has not ended.
   * @param cron cron's five fields, such as `0 3 * * *`, in the time zone of the cluster's controller manager
   * @throws {@link InputError} if the schedule or the time is invalid
   */
  public static onSchedule(cron: string, options: ScheduleOptions = {}): Life {
    const problems = new Problems();
    problems.add(cronSchedule('schedule', cron));
    const deleteAfter = secondsOf(options, problems);
    problems.throwIfAny('Life.onSchedule');
    return new Life('schedule', cron, undefined, deleteAfter);
  }

  private constructor(
    /** @internal */
    public readonly _kind: LifeKind,
    /** Schedule in cron's five fields. Undefined without a schedule. */
    public readonly schedule?: string,
    /** Number of times that an app that runs once is started again. Undefined for Kubernetes' default. */
    public readonly retries?: number,
    /** Seconds after which a job that has ended is deleted. Undefined if it stays. */
    public readonly deleteAfter?: number,
    /** @internal */
    public readonly _isNamedByTemplate: boolean = false,
  ) {}
}

function secondsOf({ deleteAfter }: ScheduleOptions, problems: Problems): number | undefined {
  if (deleteAfter === undefined) return undefined;
  const seconds = inSeconds(deleteAfter);
  if (!(Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= LARGEST_INT32))
    problems.add(`deleteAfter must be a whole number of seconds from 0 to ${LARGEST_INT32}, got ${quote(seconds)}`);
  return seconds;
}
