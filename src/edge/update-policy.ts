import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';

/** How many pods an update may take at a time: a whole number, or a percentage such as `25%`. */
export interface RollingUpdateOptions {
  /**
   * Pods that may be missing meanwhile.
   * @default - Kubernetes' own: 25% of a Deployment; 1 of a DaemonSet, or 0 of one that surges
   */
  readonly maxUnavailable?: string;

  /**
   * Pods that may be too many meanwhile.
   * @default - Kubernetes' own: 25% of a Deployment, 0 of a DaemonSet
   */
  readonly maxSurge?: string;
}

/** How a changed app replaces the one that runs. */
export class UpdatePolicy {
  /**
   * A few pods at a time.
   * @throws when a count is neither a whole number nor a percentage, or both are 0
   */
  public static rolling(options: RollingUpdateOptions = {}): UpdatePolicy {
    const problems = new Problems();
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && !/^([0-9]{1,5}|[0-9]{1,2}%|100%)$/.test(String(value)))
        problems.add(`${name} must be a whole number or a percentage such as "25%", got ${quote(value)}`);
    }
    if ([options.maxUnavailable, options.maxSurge].every(isZero))
      problems.add('maxUnavailable and maxSurge must not both be 0: nothing could be replaced');
    problems.throwIfAny('UpdatePolicy.rolling');
    return new UpdatePolicy('RollingUpdate', options);
  }

  /** All old pods end before a new one starts. For replicas and for one gateway. */
  public static recreate(): UpdatePolicy {
    return new UpdatePolicy('Recreate');
  }

  /** A pod is replaced when somebody deletes it. For every gateway. */
  public static onDelete(): UpdatePolicy {
    return new UpdatePolicy('OnDelete');
  }

  private constructor(
    /** As Kubernetes names it: RollingUpdate, Recreate or OnDelete. */
    public readonly type: string,
    private readonly options: RollingUpdateOptions = {},
  ) {}

  /** Whether pods that are too many are allowed meanwhile. */
  public get surges(): boolean {
    return Number.parseInt(this.options.maxSurge ?? '0', 10) > 0;
  }

  /** What is wrong with it for a DaemonSet, which either surges or lets pods be missing. @internal */
  public _problemOfDaemonSet(): string | undefined {
    const { maxUnavailable } = this.options;
    if (this.surges && maxUnavailable !== undefined && !isZero(maxUnavailable))
      return `maxUnavailable of a DaemonSet that surges must be 0, got ${quote(maxUnavailable)}: leave it out`;
    if (!this.surges && isZero(maxUnavailable))
      return 'maxUnavailable of a DaemonSet must be more than 0 without maxSurge: nothing could be replaced';
    return undefined;
  }

  /** @internal */
  public _strategy(ofDaemonSet: boolean): JsonObject {
    // the API server would fill in 1, and then refuse both at once
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
