import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { dnsSubdomain, labelKey, labelValue, labels as labelProblems } from '../kubernetes/syntax';

/** Effect of a taint that is tolerated. */
export enum TaintEffect {
  NO_SCHEDULE = 'NoSchedule',
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  NO_EXECUTE = 'NoExecute',
}

/** A taint that does not keep the app off a node. */
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
}

/** Which nodes an app may run on, beside what the placement itself says. */
export interface PlacementOptions {
  /**
   * Labels that a node must have. A kubelet can give itself any label but those under `node-restriction.kubernetes.io/`,
   * so trust only those where it matters.
   * @default - none
   */
  readonly nodeLabels?: Record<string, string>;
  /**
   * Taints that do not keep the app off.
   * @default - none
   */
  readonly tolerations?: TolerationOptions[];
}

/** @internal */
export type PlacementKind = 'gateway' | 'every-gateway' | 'replicas';

/** The node label that carries the host's name. */
const HOSTNAME = 'kubernetes.io/hostname';
/** A label's value has 63 characters, a node's name may have 253. */
const LONGEST_HOSTNAME = 63;

/** Where an app runs, and how many times. */
export class Placement {
  /**
   * One gateway, by its name.
   * @throws when the name or a label is not valid
   */
  public static gateway(name: string, options: PlacementOptions = {}): Placement {
    const problems = new Problems();
    problems.add(
      name.length > LONGEST_HOSTNAME && name.length <= 253
        ? `gateway must have at most ${LONGEST_HOSTNAME} characters, got ${quote(name)}: the node's label ${HOSTNAME}, by which it is found, holds no more`
        : dnsSubdomain('gateway', name),
    );
    return new Placement('gateway', 1, options, problems, name);
  }

  /**
   * Every gateway that has certain labels; without labels, every node.
   * @throws when a label is not valid
   */
  public static everyGateway(options: PlacementOptions = {}): Placement {
    return new Placement('every-gateway', 1, options, new Problems());
  }

  /**
   * A number of copies, wherever the scheduler finds room.
   * @throws when the number is not from 0 to 10000, or a label is not valid
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
    /** How many copies; 1 on each gateway. */
    public readonly count: number,
    private readonly options: PlacementOptions,
    problems: Problems,
    /** Name of the one gateway; undefined when there may be several. */
    public readonly gatewayName?: string,
  ) {
    for (const problem of labelProblems('node label', options.nodeLabels ?? {})) problems.add(problem);
    if (gatewayName !== undefined && options.nodeLabels?.[HOSTNAME] !== undefined)
      problems.add(`node label ${quote(HOSTNAME)} is set by the gateway's name: leave it out`);
    for (const { key, value } of options.tolerations ?? []) {
      if (key !== undefined) problems.add(labelKey('taint key', key));
      if (value !== undefined) problems.add(labelValue('taint value', value));
      if (key === undefined && value !== undefined)
        problems.add(`toleration with value ${quote(value)} must name the taint's key`);
    }
    problems.throwIfAny('Placement');
  }

  /** Labels that a node must have. */
  public get nodeLabels(): Record<string, string> {
    return { ...this.options.nodeLabels };
  }

  /** The same placement, on nodes that have more labels. */
  public withNodeLabels(labels: Record<string, string>): Placement {
    return new Placement(
      this._kind,
      this.count,
      { ...this.options, nodeLabels: { ...this.nodeLabels, ...labels } },
      new Problems(),
      this.gatewayName,
    );
  }

  /**
   * Whether two apps may meet on one node, as far as their placements tell.
   *
   * They cannot when each names another gateway, or wants another value of the same label.
   */
  public mayShareNodeWith(other: Placement): boolean {
    if (this.gatewayName !== undefined && other.gatewayName !== undefined)
      return this.gatewayName === other.gatewayName;
    const theirs = other.nodeLabels;
    return Object.entries(this.nodeLabels).every(([key, value]) => theirs[key] === undefined || theirs[key] === value);
  }

  /** In the words of an error. */
  public describe(): string {
    if (this.gatewayName !== undefined) return `gateway ${quote(this.gatewayName)}`;
    return this._kind === 'every-gateway'
      ? 'every gateway'
      : `${this.count} ${this.count === 1 ? 'replica' : 'replicas'}`;
  }

  /**
   * The part of a pod spec that says it.
   * @param byNodeName whether the pod is bound to its node by name, past the scheduler
   * @internal
   */
  public _podSpec(byNodeName: boolean): JsonObject {
    const named = this.gatewayName !== undefined;
    const nodeSelector = { ...(named && !byNodeName && { [HOSTNAME]: this.gatewayName }), ...this.options.nodeLabels };
    const tolerations = (this.options.tolerations ?? []).map(({ key, value, effect }) => ({
      ...(key !== undefined && { key }),
      operator: value === undefined ? 'Exists' : 'Equal',
      ...(value !== undefined && { value }),
      ...(effect !== undefined && { effect }),
    }));
    return {
      ...(named && byNodeName && { nodeName: this.gatewayName }),
      ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
      ...(tolerations.length > 0 && { tolerations }),
    };
  }
}
