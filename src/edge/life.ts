import { Problems } from '../diagnostics/input-error';
import { cronSchedule } from '../kubernetes/syntax';

/** @internal */
export type LifeKind = 'keeps-running' | 'once' | 'schedule';

/** Lifetime of an app. */
export class Life {
  /** Runs for ever: Kubernetes starts the app again every time it ends. */
  public static keepsRunning(): Life {
    return new Life('keeps-running');
  }

  /** Runs until it succeeds: Kubernetes starts the app again only after a failure. */
  public static once(): Life {
    return new Life('once');
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
  ) {}
}
