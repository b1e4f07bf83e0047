import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';

/** Number of pods that an update may replace at a time: a whole number, or a percentage such as `25%`. */
export interface RollingUpdateOptions {
  /**
   * Maximum number of pods that are unavailable during the update.
   * @default - Kubernetes' default: 25% for a Deployment; 1 for a DaemonSet, or 0 if it has a surge
   */
  readonly maxUnavailable?: string;

  /**
   * Maximum number of additional pods during the update.
   * @default - Kubernetes' default: 25% for a Deployment, 0 for a DaemonSet
   */
  readonly maxSurge?: string;
}

/** Strategy to replace the pods of a changed app. */
export class UpdatePolicy {
  /**
   * Replaces a few pods at a time.
   * @throws {@link InputError} if a count is not a whole number or a percentage, or both are 0
   */
  public static rolling(options: RollingUpdateOptions = {}): UpdatePolicy {
    const problems = new Problems();
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && !/^([0-9]{1,5}|[0-9]{1,2}%|100%)$/.test(String(value)))
        problems.add(`${name} must be a whole number or a percentage such as "25%", got ${quote(value)}`);
    }
    if ([options.maxUnavailable, options.maxSurge].every(isZero))
      problems.add('maxUnavailable and maxSurge must not both be 0, because no pod could be replaced');
    problems.throwIfAny('UpdatePolicy.rolling');
    return new UpdatePolicy('RollingUpdate', options);
  }

  /** Stops all old pods before a new one starts. For replicas and for one gateway. */
  public static recreate(): UpdatePolicy {
    return new UpdatePolicy('Recreate');
  }

  /** Replaces a pod only after someone deletes it. For every gateway. */
  public static onDelete(): UpdatePolicy {
    return new UpdatePolicy('OnDelete');
  }

  private constructor(
    /** Type of the strategy in Kubernetes: RollingUpdate, Recreate or OnDelete. */
    public readonly type: string,
    private readonly options: RollingUpdateOptions = {},
  ) {}

  /** True if the update may start additional pods. */
  public get surges(): boolean {
    return Number.parseInt(this.options.maxSurge ?? '0', 10) > 0;
  }

  /** True if the update stops an old pod before it starts the new one. @internal */
  public get _stopsFirst(): boolean {
    return (
      this.type !== 'RollingUpdate' || (isZero(this.options.maxSurge) && !isZero(this.options.maxUnavailable ?? '1'))
    );
  }

  /** Problem of the policy for a DaemonSet, which allows either additional or unavailable pods. @internal */
  public _problemOfDaemonSet(): string | undefined {
    const { maxUnavailable } = this.options;
    if (this.surges && maxUnavailable !== undefined && !isZero(maxUnavailable))
      return `maxUnavailable of a DaemonSet with maxSurge must be 0 or unset, got ${quote(maxUnavailable)}: remove it`;
    if (!this.surges && isZero(maxUnavailable))
      return 'maxUnavailable of a DaemonSet without maxSurge must be more than 0, because no pod could be replaced';
    return undefined;
  }

  /** @internal */
  public _strategy(ofDaemonSet: boolean): JsonObject {
    // the API server would set 1 by default, and then reject both at once
    const options = { ...(ofDaemonSet && this.surges && { maxUnavailable: '0' }), ...defined(this.options) };
    const counts = Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]),
    );
    return { type: this.type, ...(Object.keys(counts).length > 0 && { rollingUpdate: counts }) };
  }
}

function isZero(count: string | undefined): boolean {
  return count !== undefined && Number.parseInt(count, 10) === 0;
}

function defined({ maxUnavailable, maxSurge }: RollingUpdateOptions): Record<string, string> {
  return { ...(maxUnavailable !== undefined && { maxUnavailable }), ...(maxSurge !== undefined && { maxSurge }) };
}
