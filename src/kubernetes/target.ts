import type { IConstruct } from 'constructs';
import { InputError, quote } from '../diagnostics/input-error';
import { API_VERSIONS, FEATURES, IZUMA_KINDS, NEVER, type Feature, type Kind } from './features';
import type { Loss } from './loss';

/** Whether the nodes of a target have AppArmor in their kernel. */
export enum NodeAppArmor {
  /** Every node has it: profiles are written, the runtime's default where nothing else is asked for. */
  YES = 'yes',
  /** No node has it: a kubelet there refuses every explicit profile, so a named profile is an error. */
  NO = 'no',
  /** Not known: named profiles are written; elsewhere the field stays unset, which means the runtime's default where there is one. */
  UNKNOWN = 'unknown',
}

/** What is known of a target beside its version. */
export interface TargetOptions {
  /**
   * Whether its nodes have AppArmor.
   * @default NodeAppArmor.UNKNOWN
   */
  readonly appArmor?: NodeAppArmor;
}

const OLDEST_MINOR = 13;
const NEWEST_MINOR = 37;
const CHOSEN = Symbol.for('cdk8s-secure-edge.target');
const READ = Symbol.for('cdk8s-secure-edge.target-read');

/**
 * The Kubernetes that will read the output: a version from 1.13 to 1.37, or Izuma's edge-kubelet.
 *
 * Decides field or annotation, which kinds exist, and what is lost. Chosen once, for an app, a chart or any construct:
 *
 * ```ts
 * Target.set(app, Target.kubernetes('1.30', { appArmor: NodeAppArmor.YES }));
 * ```
 */
export class Target {
  /** The version that applies where none is chosen. */
  public static readonly DEFAULT_VERSION = '1.27';

  /**
   * A version of Kubernetes.
   *
   * @param version such as `1.30`; a leading `v` and a patch version are accepted
   * @throws when the version is not 1.13 to 1.37
   */
  public static kubernetes(version: string, options: TargetOptions = {}): Target {
    const minor = Number(/^v?1\.(0|[1-9]\d*)(\.\d+)?$/.exec(version)?.[1] ?? Number.NaN);
    if (!(minor >= OLDEST_MINOR && minor <= NEWEST_MINOR)) {
      throw new InputError('Target', [
        `Kubernetes version must be 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}, got ${quote(version)}: give the version of the cluster's oldest node, such as "1.30", or use Target.izumaEdge()`,
      ]);
    }
    return new Target(`1.${minor}`, minor, options.appArmor ?? NodeAppArmor.UNKNOWN, false);
  }

  /**
   * Izuma Edge (formerly Pelion Edge): a kubelet of 1.13 behind a local proxy.
   *
   * It takes pods, DaemonSets, configuration, secrets, volumes and network policies; it routes no Services.
   */
  public static izumaEdge(options: TargetOptions = {}): Target {
    return new Target('izuma-edge', OLDEST_MINOR, options.appArmor ?? NodeAppArmor.UNKNOWN, true);
  }

  /**
   * The target that a command line names: a version, or `izuma-edge`.
   * @throws when it is neither
   */
  public static parse(name: string, options: TargetOptions = {}): Target {
    return name === 'izuma-edge' ? Target.izumaEdge(options) : Target.kubernetes(name, options);
  }

  /** The target that holds for a construct: its own, else the nearest scope's, else Kubernetes 1.27. */
  public static of(scope: IConstruct): Target {
    for (const s of [...scope.node.scopes].reverse()) {
      if (!(READ in s)) Object.defineProperty(s, READ, { value: scope.node.path });
      const chosen = (s as { [CHOSEN]?: Target })[CHOSEN];
      if (chosen !== undefined) return chosen;
    }
    return Target.DEFAULT;
  }

  /**
   * Chooses the target of a construct and of all that it holds.
   *
   * @throws when something below has been written for another target already
   */
  public static set(scope: IConstruct, target: Target): void {
    const reader = (scope as { [READ]?: string })[READ];
    if (reader !== undefined && !Target.of(scope).isEquivalentTo(target)) {
      throw new InputError(`Target of ${quote(scope.node.path)}`, [
        `${quote(reader)} has been written for ${Target.of(scope).name} already, got ${target.name}: choose the target before anything is added`,
      ]);
    }
    Object.defineProperty(scope, CHOSEN, { value: target, configurable: true });
  }

  private static readonly DEFAULT = Target.kubernetes(Target.DEFAULT_VERSION);

  private constructor(
    /** `1.30`, or `izuma-edge`: as a command line names it. */
    public readonly name: string,
    /** Minor version of Kubernetes 1. */
    public readonly minor: number,
    /** Whether its nodes have AppArmor. */
    public readonly appArmor: NodeAppArmor,
    /** Whether the reader is Izuma's edge-kubelet. */
    public readonly isIzumaEdge: boolean,
  ) {}

  /** The version of the Pod Security Standards that fits the target, such as `v1.30`. */
  public get podSecurityVersion(): string {
    return `v1.${this.minor}`;
  }

  /** Whether the other target reads manifests the same way. */
  public isEquivalentTo(other: Target): boolean {
    return this.name === other.name && this.appArmor === other.appArmor;
  }

  /**
   * Whether the target honours a field.
   * @internal
   */
  public _supports(feature: Feature): boolean {
    // Izuma's own guide relies on runAsGroup, an alpha field in 1.13
    if (this.isIzumaEdge && feature === 'runAsGroup') return true;
    return this.minor >= FEATURES[feature].since;
  }

  /**
   * The apiVersion that the target serves a kind in; `undefined` when it lacks the kind.
   * @internal
   */
  public _apiVersion(kind: Kind): string | undefined {
    if (this.isIzumaEdge && !IZUMA_KINDS.includes(kind)) return undefined;
    return API_VERSIONS[kind].find(([, since]) => this.minor >= since)?.[0];
  }

  /**
   * What is lost when a field is wanted that the target does not honour.
   * @internal
   */
  public _loss(feature: Feature, wanted: string): Loss {
    const { field, since, below } = FEATURES[feature];
    return { field, wanted, since: since === NEVER ? 'never' : `1.${since}`, instead: below };
  }
}
