import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';

/** Least and largest number of replicas of an app. */
export interface ReplicaRange {
  readonly least: number;
  readonly most: number;
}

/**
 * Number of replicas that may stop at a time while a node is drained.
 *
 * A replica that is not ready never blocks a drain, from Kubernetes 1.27.
 */
export class DisruptionBudget {
  /**
   * Allows a number of replicas to be unavailable.
   * @param count whole number from 1, or a percentage such as `25%`, which Kubernetes rounds up
   * @throws {@link InputError} if the count is neither, or 0
   */
  public static maxUnavailable(count: number | string): DisruptionBudget {
    return new DisruptionBudget('maxUnavailable', count);
  }

  /**
   * Keeps a number of replicas available.
   * @param count whole number from 1, or a percentage such as `50%`, which Kubernetes rounds up
   * @throws {@link InputError} if the count is neither, or 0
   */
  public static minAvailable(count: number | string): DisruptionBudget {
    return new DisruptionBudget('minAvailable', count);
  }

  private constructor(
    private readonly field: 'maxUnavailable' | 'minAvailable',
    private readonly count: number | string,
  ) {
    const problems = new Problems();
    const isCount = typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count < 2 ** 31;
    if (!isCount && !(typeof count === 'string' && /^([1-9]?\d|100)%$/.test(count)))
      problems.add(`${field} must be a whole number or a percentage such as "25%", got ${quote(count)}`);
    else if (Number.parseInt(String(count), 10) === 0)
      problems.add(
        field === 'maxUnavailable'
          ? 'maxUnavailable must be more than 0, because no node with a replica could be drained: use 1'
          : 'minAvailable must be more than 0, because 0 protects no replica: remove the budget',
      );
    problems.throwIfAny(`DisruptionBudget.${field}`);
  }

  /** Problem of an app with a kind of workload and a number of replicas. @internal */
  public _problem(kind: string, { least, most }: ReplicaRange): string | undefined {
    if (kind !== 'Deployment')
      return `disruption budget needs an app with replicas that keeps running, got a ${kind}, which a drain does not evict by it: remove disruptionBudget`;
    if (most <= 1)
      return 'disruption budget needs two replicas or more, because the only one must stop when its node is drained: use Placement.replicas(2), or remove disruptionBudget';
    const ofLeast = this.stopping(least);
    if (ofLeast < 1)
      return `disruption budget (${this.describe()}) lets none of ${least} replicas stop, so that their nodes cannot be drained: use DisruptionBudget.maxUnavailable(1)`;
    return this.stopping(most) >= most
      ? `disruption budget (${this.describe()}) lets all ${most} replicas stop, so that it protects nothing: use DisruptionBudget.maxUnavailable(1)`
      : undefined;
  }

  /** Returns the spec of the budget. @internal */
  public _spec(matchLabels: JsonObject, target: Target): JsonObject {
    return {
      [this.field]: this.count,
      selector: { matchLabels },
      ...(target._supports('unhealthyPodEvictionPolicy') && { unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
    };
  }

  private describe(): string {
    return `${this.field} ${this.count}`;
  }

  /** Returns the number of replicas that may stop. */
  private stopping(replicas: number): number {
    const { count } = this;
    const amount = typeof count === 'number' ? count : Math.ceil((Number.parseInt(count, 10) * replicas) / 100);
    return this.field === 'maxUnavailable' ? amount : replicas - amount;
  }
}
