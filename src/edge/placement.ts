import { Problems, quote } from '../diagnostics/input-error';
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

/** @internal */
export type PlacementKind = 'gateway' | 'every-gateway' | 'replicas';

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
  public static gateway(name: string, options: PlacementOptions = {}): Placement {
    const problems = new Problems();
    problems.add(
      name.length > LONGEST_HOSTNAME && name.length <= 253
        ? `gateway must have at most ${LONGEST_HOSTNAME} characters, got ${quote(name)}: the gateway is selected by the label ${HOSTNAME}, whose value cannot be longer`
        : dnsSubdomain('gateway', name),
    );
    return new Placement('gateway', 1, options, problems, name);
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
  ) {
    for (const problem of labelProblems('node label', options.nodeLabels ?? {})) problems.add(problem);
    if (gatewayName !== undefined && options.nodeLabels?.[HOSTNAME] !== undefined)
      problems.add(`node label ${quote(HOSTNAME)} is set by the gateway's name: remove it`);
    for (const { key, value } of options.tolerations ?? []) {
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
    const tolerations = (this.options.tolerations ?? []).map(({ key, value, effect }) => ({
      key,
      operator: value === undefined ? 'Exists' : 'Equal',
      value,
      effect,
    }));
    return {
      ...(named && byNodeName && { nodeName: this.gatewayName }),
      ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
      ...(tolerations.length > 0 && { tolerations }),
    };
  }
}
