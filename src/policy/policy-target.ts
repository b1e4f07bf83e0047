import { honors, IZUMA_KINDS, type Feature } from '../kubernetes/features';
import { NodeAppArmor, type Target, type TargetOptions } from '../kubernetes/target';
import { PolicyVersion } from './policy-version';

/**
 * Cluster that manifests are checked for: its version of Kubernetes, and facts about its nodes.
 *
 * Unlike a {@link Target}, its version starts at 1.0.
 */
export class PolicyTarget {
  /**
   * Returns the target with a name of the command line.
   *
   * @param name a version, such as `1.30` or `v1.30.2`, or `latest`, or `izuma-edge`
   * @throws {@link InputError} if the name has another form, or the version is newer than 1.37
   */
  public static parse(name: string, options: TargetOptions = {}): PolicyTarget {
    return new PolicyTarget(PolicyVersion.parse(name), options.appArmor ?? NodeAppArmor.UNKNOWN);
  }

  /** Returns the target of constructs as a target of a check. */
  public static of(target: Target): PolicyTarget {
    return PolicyTarget.parse(target.name, { appArmor: target.appArmor });
  }

  private constructor(
    /** Version of Kubernetes. */
    public readonly version: PolicyVersion,
    /** Availability of AppArmor on the nodes. */
    public readonly appArmor: NodeAppArmor,
  ) {}

  /** Name on the command line, such as `1.30`, `latest` or `izuma-edge`. */
  public get name(): string {
    return this.version.name;
  }

  /** Minor version of Kubernetes 1. */
  public get minor(): number {
    return this.version.minor;
  }

  /** True for the kubelet of Izuma Edge. */
  public get isIzumaEdge(): boolean {
    return this.version.isIzumaEdge;
  }

  /** Returns true if the target honors a field. @internal */
  public _supports(feature: Feature): boolean {
    return honors(this, feature);
  }

  /** Returns true if the target accepts a kind of Kubernetes' own API groups. @internal */
  public _accepts(kind: string): boolean {
    return !this.isIzumaEdge || IZUMA_KINDS.some((each) => each === kind);
  }

  /** Text that is equal for targets that read manifests in the same way. @internal */
  public get _key(): string {
    return `${this.minor} ${String(this.isIzumaEdge)} ${this.appArmor}`;
  }
}
