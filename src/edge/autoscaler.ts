import type { Duration } from 'cdk8s';
import { expectTypes } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import { inSeconds } from '../kubernetes/amount';
import type { Kind } from '../kubernetes/features';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import type { ReplicaRange } from './disruption-budget';

/** Use at which an app gets more replicas. At least one is needed. */
export interface AutoscalerOptions {
  /**
   * Average use of CPU, as a percentage of the request, 1 or more.
   * @default - CPU does not count
   */
  readonly cpuPercent?: number;
  /**
   * Average use of memory, as a percentage of the request, 1 or more. Many programs do not give memory back, so that they never
   * get fewer replicas.
   * @default - memory does not count
   */
  readonly memoryPercent?: number;
  /**
   * Seconds, or a `Duration`, for which the use must be low before replicas stop, 0 to 3600. Needs Kubernetes 1.18.
   * @default - Kubernetes' default, 300
   */
  readonly scaleDownAfter?: number | Duration;
}

/** First minor version of Kubernetes with `spec.behavior`. */
const BEHAVIOR_SINCE = 18;
const LONGEST_WINDOW = 3600;

/** Autoscaler of an app's replicas. The cluster needs a metrics server. */
export class Autoscaler {
  /**
   * Returns an autoscaler between two numbers of replicas.
   * @param least number of replicas without load, 1 or more
   * @param most largest number of replicas, more than the least
   * @throws {@link InputError} if a number is invalid, or no use is given
   */
  public static replicas(least: number, most: number, options: AutoscalerOptions): Autoscaler {
    expectTypes('Autoscaler.replicas', {
      least: [least, 'number'],
      most: [most, 'number'],
      options: [options, 'object'],
    });
    return new Autoscaler(least, most, options);
  }

  private constructor(
    /** Number of replicas without load. */
    public readonly least: number,
    /** Largest number of replicas. */
    public readonly most: number,
    private readonly options: AutoscalerOptions,
  ) {
    const problems = new Problems();
    if (!(Number.isSafeInteger(least) && least >= 1))
      problems.add(`least must be a whole number, 1 or more, got ${quote(least)}`);
    if (!(Number.isSafeInteger(most) && most > least && most <= 10000))
      problems.add(`most must be a whole number that is more than least and at most 10000, got ${quote(most)}`);
    if (options.cpuPercent === undefined && options.memoryPercent === undefined)
      problems.add('cpuPercent or memoryPercent must be set, such as { cpuPercent: 70 }');
    problems.add(percentProblem('cpuPercent', options.cpuPercent));
    problems.add(percentProblem('memoryPercent', options.memoryPercent));
    const window = this.window;
    if (window !== undefined && !(Number.isSafeInteger(window) && window >= 0 && window <= LONGEST_WINDOW))
      problems.add(
        `scaleDownAfter must be a whole number of seconds from 0 to ${LONGEST_WINDOW}, got ${quote(window)}`,
      );
    problems.throwIfAny('Autoscaler.replicas');
  }

  /** Numbers of replicas. @internal */
  public get _range(): ReplicaRange {
    return { least: this.least, most: this.most };
  }

  /** Problem of a target. @internal */
  public _problem(target: Target): string | undefined {
    if (target._apiVersion('HorizontalPodAutoscaler') === undefined)
      return `${target.name} does not have autoscalers: remove autoscaler`;
    return this.window !== undefined && target.minor < BEHAVIOR_SINCE
      ? `scaleDownAfter of an autoscaler needs Kubernetes 1.${BEHAVIOR_SINCE} or later, got ${target.name}: remove it`
      : undefined;
  }

  /** Returns the spec of the autoscaler. @internal */
  public _spec(kind: Kind, name: string, target: Target): JsonObject {
    const { cpuPercent, memoryPercent } = this.options;
    return {
      scaleTargetRef: { apiVersion: target._apiVersion(kind), kind, name },
      minReplicas: this.least,
      maxReplicas: this.most,
      metrics: [...metric('cpu', cpuPercent), ...metric('memory', memoryPercent)],
      ...(this.window !== undefined && {
        behavior: { scaleDown: { stabilizationWindowSeconds: this.window } },
      }),
    };
  }

  private get window(): number | undefined {
    const { scaleDownAfter } = this.options;
    return scaleDownAfter === undefined ? undefined : inSeconds(scaleDownAfter);
  }
}

function percentProblem(what: string, percent: number | undefined): string | undefined {
  if (percent === undefined || (Number.isSafeInteger(percent) && percent >= 1 && percent < 2 ** 31)) return undefined;
  return `${what} must be a whole number, 1 or more, got ${quote(percent)}`;
}

function metric(name: string, percent: number | undefined): JsonObject[] {
  return percent === undefined
    ? []
    : [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } }];
}
