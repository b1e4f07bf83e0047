import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { labelKey } from '../kubernetes/syntax';

/** Options of a spread. */
export interface TopologySpreadOptions {
  /**
   * Largest difference in the number of replicas between two nodes, zones or groups: a whole number, 1 or more.
   * @default 1
   */
  readonly maxSkew?: number;
  /**
   * True if a replica waits when it would exceed the difference.
   * @default false
   */
  readonly required?: boolean;
}

/** Distribution of an app's replicas over groups of nodes, so that one failure does not stop all of them. */
export class TopologySpread {
  /**
   * Spreads over the nodes.
   * @throws {@link InputError} if maxSkew is not a whole number from 1
   */
  public static overNodes(options: TopologySpreadOptions = {}): TopologySpread {
    return new TopologySpread('kubernetes.io/hostname', options);
  }

  /**
   * Spreads over the zones of the nodes. The label of a zone exists from Kubernetes 1.17.
   * @throws {@link InputError} if maxSkew is not a whole number from 1
   */
  public static overZones(options: TopologySpreadOptions = {}): TopologySpread {
    return new TopologySpread('topology.kubernetes.io/zone', options);
  }

  /**
   * Spreads over groups of nodes, such as sites: nodes with the same value of a label are one group.
   * @param label key of the label, such as `example.com/site`
   * @throws {@link InputError} if the key is invalid, or maxSkew is not a whole number from 1
   */
  public static overGroups(label: string, options: TopologySpreadOptions = {}): TopologySpread {
    return new TopologySpread(label, options);
  }

  private constructor(
    /** Key of the label whose values are the groups. */
    public readonly label: string,
    private readonly options: TopologySpreadOptions,
  ) {
    const problems = new Problems();
    const { maxSkew = 1 } = options;
    problems.add(labelKey('label', label));
    if (!(Number.isSafeInteger(maxSkew) && maxSkew >= 1 && maxSkew < 2 ** 31))
      problems.add(`maxSkew must be a whole number, 1 or more, got ${quote(maxSkew)}`);
    problems.throwIfAny('TopologySpread');
  }

  /** Returns the constraint of the pod spec. @internal */
  public _constraint(matchLabels: JsonObject): JsonObject {
    const { maxSkew = 1, required = false } = this.options;
    return {
      maxSkew,
      topologyKey: this.label,
      whenUnsatisfiable: required ? 'DoNotSchedule' : 'ScheduleAnyway',
      labelSelector: { matchLabels },
    };
  }

  /** Returns the term of a preferred anti-affinity, for targets without constraints. @internal */
  public _antiAffinity(matchLabels: JsonObject): JsonObject {
    return { weight: 100, podAffinityTerm: { topologyKey: this.label, labelSelector: { matchLabels } } };
  }

  /** Describes the spread, for the losses of a manifest. @internal */
  public _describe(): string {
    const { maxSkew = 1, required = false } = this.options;
    return `${required ? 'required' : 'preferred'} spread over ${this.label} with a skew of ${maxSkew}`;
  }
}
