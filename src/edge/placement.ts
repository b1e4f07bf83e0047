import { expectTypes } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import type { Duration } from 'cdk8s';
import { inSeconds } from '../kubernetes/amount';
import type { JsonObject } from '../kubernetes/manifest';
import { dnsSubdomain, labelKey, labelValue, labels as labelProblems } from '../kubernetes/syntax';

/** Effect of a taint. */
export enum TaintEffect {
  NO_SCHEDULE = 'NoSchedule',
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  NO_EXECUTE = 'NoExecute',
}

/** Toleration of a taint: the app may run on nodes that have it. */
export interface TolerationOptions {
  /**
   * Key of the taint.
   * @default - every taint
   */
  readonly key?: string;
  /**
   * Value of the taint.
   * @default - any value
   */
  readonly value?: string;
  /**
   * Effect of the taint.
   * @default - every effect
   */
  readonly effect?: TaintEffect;
  /**
   * Seconds, or a `Duration`, that the app stays on a node after the taint appears. Only for the effect NoExecute.
   * @default - without end
   */
  readonly seconds?: number | Duration;
}

/** More conditions on the nodes of an app. */
export interface PlacementOptions {
  /**
   * Labels that a node must have. A kubelet can set every label of its node, except those under
   * `node-restriction.kubernetes.io/`: use such a label if security depends on it.
   * @default - none
   */
  readonly nodeLabels?: Record<string, string>;
  /**
   * Taints of nodes that the app may run on.
   * @default - none
   */
  readonly tolerations?: TolerationOptions[];
}

/** Options of the placement on one gateway. */
export interface GatewayPlacementOptions extends PlacementOptions {
  /**
   * Seconds, or a `Duration`, after which Kubernetes deletes the pod of a gateway that is unreachable or not ready. Only this
   * gateway can run the app, so that a deleted pod waits until the gateway is back.
   * @default - never: the app continues while its gateway has no link
   */
  readonly evictAfter?: number | Duration;
}

/** @internal */
export type PlacementKind = 'gateway' | 'every-gateway' | 'replicas';

/** Taints of a node whose kubelet does not report, or reports that it is not ready. */
const LOST_LINK = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
/** Label that contains the host name of a node. */
const HOSTNAME = 'kubernetes.io/hostname';
/** Maximum length of a label's value. The name of a node can have 253 characters. */
const LONGEST_HOSTNAME = 63;

/** Nodes the app runs on, and its number of replicas. */
export class Placement {
  /**
   * Placement on one gateway, selected by its name.
   * @throws {@link InputError} if the name, a label or a toleration is invalid
   */
  public static gateway(name: string, options: GatewayPlacementOptions = {}): Placement {
    expectTypes('Placement.gateway', { gateway: [name, 'text'] });
    const problems = new Problems();
    const evictAfter = options.evictAfter === undefined ? undefined : inSeconds(options.evictAfter);
    problems.add(secondsProblem('evictAfter', evictAfter));
    problems.add(
      name.length > LONGEST_HOSTNAME && name.length <= 253
        ? `gateway must have at most ${LONGEST_HOSTNAME} characters, got ${quote(name)}: the gateway is selected by the label ${HOSTNAME}, whose value cannot be longer`
        : dnsSubdomain('gateway', name),
    );
    return new Placement('gateway', 1, options, problems, name, evictAfter);
  }

  /**
   * Placement on every gateway that has certain labels, or on every node if no label is given.
   * @throws {@link InputError} if a label or a toleration is invalid
   */
  public static everyGateway(options: PlacementOptions = {}): Placement {
    return new Placement('every-gateway', 1, options, new Problems());
  }

  /**
   * Placement of a number of replicas on nodes that the scheduler selects.
   * @throws {@link InputError} if the number is not from 0 to 10000, or a label or a toleration is invalid
   */
  public static replicas(count: number, options: PlacementOptions = {}): Placement {
    const problems = new Problems();
    if (!Number.isInteger(count) || count < 0 || count > 10000)
      problems.add(`replicas must be a whole number from 0 to 10000, got ${quote(count)}`);
    return new Placement('replicas', count, options, problems);
  }

  private constructor(
    /** @internal */
    public readonly _kind: PlacementKind,
    /** Number of replicas. It is 1 for each gateway. */
    public readonly count: number,
    private readonly options: PlacementOptions,
    problems: Problems,
    /** Name of the gateway. Undefined if there can be several. */
    public readonly gatewayName?: string,
    private readonly evictAfter?: number,
  ) {
    for (const problem of labelProblems('node label', options.nodeLabels ?? {})) problems.add(problem);
    if (gatewayName !== undefined && options.nodeLabels?.[HOSTNAME] !== undefined)
      problems.add(`node label ${quote(HOSTNAME)} is set by the gateway's name: remove it`);
    for (const { key, value, effect, seconds } of options.tolerations ?? []) {
      if (seconds !== undefined) {
        problems.add(secondsProblem('seconds of a toleration', inSeconds(seconds)));
        if (effect !== TaintEffect.NO_EXECUTE)
          problems.add(`seconds of a toleration need the effect NoExecute, got ${quote(effect)}: set effect`);
      }
      if (key !== undefined) problems.add(labelKey('taint key', key));
      if (value !== undefined) problems.add(labelValue('taint value', value));
      if (key === undefined && value !== undefined)
        problems.add(`toleration with value ${quote(value)} must specify the taint's key`);
    }
    problems.throwIfAny('Placement');
  }

  /** Labels that a node must have. */
  public get nodeLabels(): Record<string, string> {
    return { ...this.options.nodeLabels };
  }

  /**
   * Returns the same placement, only on nodes that also have other labels.
   * @throws {@link InputError} if a label is invalid
   */
  public withNodeLabels(labels: Record<string, string>): Placement {
    return new Placement(
      this._kind,
      this.count,
      { ...this.options, nodeLabels: { ...this.nodeLabels, ...labels } },
      new Problems(),
      this.gatewayName,
      this.evictAfter,
    );
  }

  /**
   * Returns true if the two placements allow two apps on the same node.
   *
   * Returns false if they name different gateways, or require different values of the same label.
   */
  public mayShareNodeWith(other: Placement): boolean {
    if (this.gatewayName !== undefined && other.gatewayName !== undefined)
      return this.gatewayName === other.gatewayName;
    const theirs = other.nodeLabels;
    return Object.entries(this.nodeLabels).every(
      ([key, value]) => !Object.hasOwn(theirs, key) || theirs[key] === value,
    );
  }

  /** Describes the placement, for error messages. */
  public describe(): string {
    if (this.gatewayName !== undefined) return `gateway ${quote(this.gatewayName)}`;
    return this._kind === 'every-gateway'
      ? 'every gateway'
      : `${this.count} ${this.count === 1 ? 'replica' : 'replicas'}`;
  }

  /**
   * Returns the fields of the pod spec.
   * @param byNodeName true if the pod is bound to its node by name, without the scheduler
   * @internal
   */
  public _podSpec(byNodeName: boolean): JsonObject {
    const named = this.gatewayName !== undefined;
    const nodeSelector = { ...(named && !byNodeName && { [HOSTNAME]: this.gatewayName }), ...this.options.nodeLabels };
    const given = this.options.tolerations ?? [];
    const tolerations = [...given, ...(named ? this.lostLink(byNodeName) : [])].map(
      ({ key, value, effect, seconds }) => ({
        key,
        operator: value === undefined ? 'Exists' : 'Equal',
        value,
        effect,
        ...(seconds !== undefined && { tolerationSeconds: inSeconds(seconds) }),
      }),
    );
    return {
      ...(named && byNodeName && { nodeName: this.gatewayName }),
      ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
      ...(tolerations.length > 0 && { tolerations }),
    };
  }

  /** Tolerations of a gateway that loses its link, without those that the author gives. */
  private lostLink(byNodeName: boolean): TolerationOptions[] {
    // a pod that is bound by its name, as on Izuma, stays as it was before: only an explicit time is written
    if (byNodeName && this.evictAfter === undefined) return [];
    const given = (this.options.tolerations ?? []).filter(
      ({ effect }) => effect === undefined || effect === TaintEffect.NO_EXECUTE,
    );
    return LOST_LINK.filter((taint) => !given.some(({ key }) => key === undefined || key === taint)).map((key) => ({
      key,
      effect: TaintEffect.NO_EXECUTE,
      ...(this.evictAfter !== undefined && { seconds: this.evictAfter }),
    }));
  }
}

function secondsProblem(what: string, seconds: number | undefined): string | undefined {
  if (seconds === undefined || (Number.isSafeInteger(seconds) && seconds >= 0)) return undefined;
  return `${what} must be a whole number of seconds, 0 or more, got ${quote(seconds)}`;
}
