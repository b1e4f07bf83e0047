import type { IConstruct } from 'constructs';
import { InputError, quote } from '../diagnostics/input-error';
import { API_VERSIONS, FEATURES, honors, IZUMA_KINDS, NEVER, type Feature, type Kind } from './features';
import type { Loss } from './loss';
import { recordTargets } from './target-annotation';

/** Availability of AppArmor in the kernels of a target's nodes. */
export enum NodeAppArmor {
  /** Every node has AppArmor: the requested profiles are written, and the runtime's default where none is requested. */
  YES = 'yes',
  /** No node has AppArmor: the kubelet rejects every explicit profile, so that a named profile is an error. */
  NO = 'no',
  /** Unknown: named profiles are written. Where none is requested the field stays unset, which selects the runtime's default on nodes with AppArmor. */
  UNKNOWN = 'unknown',
}

/** Properties of a target besides its version. */
export interface TargetOptions {
  /**
   * Availability of AppArmor on its nodes.
   * @default NodeAppArmor.UNKNOWN
   */
  readonly appArmor?: NodeAppArmor;
}

/** Name of the target for Izuma Edge. */
export const IZUMA_EDGE = 'izuma-edge';

const OLDEST_MINOR = 13;
const NEWEST_MINOR = 37;
/** Names of all targets, for messages. */
/** Names of all targets, the newest version first. */
export const TARGET_CHOICES: ReadonlyArray<string> = [
  IZUMA_EDGE,
  ...Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => `1.${NEWEST_MINOR - i}`),
];
export const TARGET_NAMES = `1.${OLDEST_MINOR} to 1.${NEWEST_MINOR} or ${IZUMA_EDGE}`;

const CHOSEN = Symbol.for('cdk8s-secure-edge.target');
const READ = Symbol.for('cdk8s-secure-edge.target-read');

/**
 * Version of Kubernetes that reads the output: 1.13 to 1.37, or Izuma's edge-kubelet.
 *
 * The target decides between field and annotation, which kinds exist, and what is lost. Set it once, for an app, a chart or any
 * construct:
 *
 * ```ts
 * Target.set(app, Target.kubernetes('1.30', { appArmor: NodeAppArmor.YES }));
 * ```
 */
export class Target {
  /** Version that applies if no target is set. */
  public static readonly DEFAULT_VERSION = '1.27';

  /**
   * Returns the target for a version of Kubernetes.
   *
   * @param version such as `1.30`; a leading `v` and a patch version are accepted
   * @throws {@link InputError} if the version is not 1.13 to 1.37
   */
  public static kubernetes(version: string, options: TargetOptions = {}): Target {
    return Target.ofVersion(version, 'use Target.izumaEdge()', options);
  }

  private static ofVersion(version: string, orElse: string, options: TargetOptions): Target {
    const minor = Number(/^v?1\.(0|[1-9]\d*)(\.\d+)?$/.exec(version)?.[1] ?? Number.NaN);
    if (!(minor >= OLDEST_MINOR && minor <= NEWEST_MINOR)) {
      const problem = `must be 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}, got ${quote(version)}: give the version of the cluster's oldest node, such as "1.30", or ${orElse}`;
      throw new InputError('Target', [{ field: 'Kubernetes version', problem }]);
    }
    return new Target(`1.${minor}`, minor, options.appArmor ?? NodeAppArmor.UNKNOWN, false);
  }

  /**
   * Returns the target for Izuma Edge (formerly Pelion Edge): a kubelet of 1.13 behind a local proxy.
   *
   * It accepts pods, DaemonSets, configuration, secrets, volumes and network policies. It does not route Services.
   */
  public static izumaEdge(options: TargetOptions = {}): Target {
    return new Target(IZUMA_EDGE, OLDEST_MINOR, options.appArmor ?? NodeAppArmor.UNKNOWN, true);
  }

  /**
   * Returns the target with a name of the command line: a version, or `izuma-edge`.
   * @throws {@link InputError} if the name is neither
   */
  public static parse(name: string, options: TargetOptions = {}): Target {
    return name === IZUMA_EDGE ? Target.izumaEdge(options) : Target.ofVersion(name, IZUMA_EDGE, options);
  }

  /** Returns the target of a construct: its own, else that of the nearest scope, else Kubernetes 1.27. */
  public static of(scope: IConstruct): Target {
    for (const s of [...scope.node.scopes].reverse()) {
      if (!(READ in s)) Object.defineProperty(s, READ, { value: scope.node.path });
      const chosen = (s as { [CHOSEN]?: Target })[CHOSEN];
      if (chosen !== undefined) return chosen;
    }
    return Target.DEFAULT;
  }

  /**
   * Sets the target of a construct and of everything in it. If it is not the default one, synth writes its name into each
   * manifest, as the annotation `secure-edge.dev/kubernetes`, so that `secure-edge check` judges the manifest for it.
   *
   * @throws {@link InputError} if something in the construct was already written for another target
   */
  public static set(scope: IConstruct, target: Target): void {
    const reader = (scope as { [READ]?: string })[READ];
    if (reader !== undefined && !Target.of(scope).isEquivalentTo(target)) {
      throw new InputError(scope.node.path === '' ? 'Target of the app' : `Target of ${quote(scope.node.path)}`, [
        `${quote(reader)} was already written for ${Target.of(scope).name}, got ${target.name}: set the target before you add anything`,
      ]);
    }
    if (!(CHOSEN in scope)) {
      // cdk8s validates the complete tree before it renders, in every output layout
      scope.node.addValidation({
        validate: () => {
          recordTargets(scope, (construct) => Target.of(construct)._recorded);
          return [];
        },
      });
    }
    Object.defineProperty(scope, CHOSEN, { value: target, configurable: true });
  }

  private static readonly DEFAULT = Target.kubernetes(Target.DEFAULT_VERSION);

  private constructor(
    /** Name on the command line, such as `1.30` or `izuma-edge`. */
    public readonly name: string,
    /** Minor version of Kubernetes 1. */
    public readonly minor: number,
    /** Availability of AppArmor on its nodes. */
    public readonly appArmor: NodeAppArmor,
    /** True for Izuma's edge-kubelet. */
    public readonly isIzumaEdge: boolean,
  ) {}

  /** Version of the Pod Security Standards for the target, such as `v1.30`. */
  public get podSecurityVersion(): string {
    return `v1.${this.minor}`;
  }

  /** Returns true if another target reads manifests in the same way. */
  public isEquivalentTo(other: Target): boolean {
    return this.name === other.name && this.appArmor === other.appArmor;
  }

  /** Name that is written into manifests. Undefined for the default version. @internal */
  public get _recorded(): string | undefined {
    return this.name === Target.DEFAULT_VERSION ? undefined : this.name;
  }

  /**
   * Returns true if the target honours a field.
   * @internal
   */
  public _supports(feature: Feature): boolean {
    return honors(this, feature);
  }

  /**
   * Returns the apiVersion in which the target serves a kind; `undefined` if it does not serve the kind.
   * @internal
   */
  public _apiVersion(kind: Kind): string | undefined {
    if (this.isIzumaEdge && !IZUMA_KINDS.includes(kind)) return undefined;
    return API_VERSIONS[kind].find(([, since]) => this.minor >= since)?.[0];
  }

  /**
   * Returns the loss of a requested value in a field that the target does not honour.
   * @internal
   */
  public _loss(feature: Feature, wanted: string): Loss {
    const { field, since, below } = FEATURES[feature];
    return { field, wanted, since: since === NEVER ? 'never' : `1.${since}`, instead: below };
  }
}
