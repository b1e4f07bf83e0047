import { Problems } from '../input-error';
import { cronSchedule } from '../kubernetes/syntax';

/** @internal */
export type LifeKind = 'keeps-running' | 'once' | 'schedule';

/** How long an app runs. */
export class Life {
  /** For ever: it is started again whenever it ends. */
  public static keepsRunning(): Life {
    return new Life('keeps-running');
  }

  /** Until it ends well: it is started again only after a failure. */
  public static once(): Life {
    return new Life('once');
  }

  /**
   * Again and again, each time until it ends well. A run that is due while the last one goes on is left out.
   * @param cron five fields, in the time zone of the cluster's controller manager, such as `0 3 * * *`
   * @throws when the schedule is not valid
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
    /** The schedule in cron's five fields; undefined without one. */
    public readonly schedule?: string,
  ) {}
}
