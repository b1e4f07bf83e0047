import { InputError, quote } from '../diagnostics/input-error';
import { IZUMA_EDGE, Target } from '../kubernetes/target';

/** Newest version of the Pod Security Standards that the rules support. */
const NEWEST_MINOR = 37;

/**
 * Version of Kubernetes that manifests are checked for, and so the version of the Pod Security Standards: 1.0 to 1.37.
 *
 * Unlike a {@link Target}, it starts at 1.0, as the standard does.
 */
export class PolicyVersion {
  /** Returns the newest supported version. */
  public static latest(): PolicyVersion {
    return new PolicyVersion('latest', NEWEST_MINOR);
  }

  /**
   * Returns the version for a name, as in a command line or in the label of a namespace.
   *
   * @param name `1.27`, `v1.27`, `v1.27.3`, `latest`, or `izuma-edge` for the kubelet of Izuma Edge, which is one of 1.13
   * @throws {@link InputError} if the name has another form, or the version is newer than 1.37
   */
  public static parse(name: string): PolicyVersion {
    if (name === 'latest') return PolicyVersion.latest();
    if (name === IZUMA_EDGE) return new PolicyVersion(name, Target.izumaEdge().minor);
    const minor = Number(/^v?1\.(0|[1-9]\d*)(\.\d+)?$/.exec(name)?.[1] ?? Number.NaN);
    if (!(minor <= NEWEST_MINOR)) {
      const problem = `must be 1.0 to 1.${NEWEST_MINOR}, "latest" or "izuma-edge", got ${quote(name)}: give the version of the cluster, such as "1.30"`;
      throw new InputError('PolicyVersion', [{ field: 'version', problem }]);
    }
    return new PolicyVersion(`1.${minor}`, minor);
  }

  private constructor(
    /** Name of the version, such as `1.27`, `latest` or `izuma-edge`. */
    public readonly name: string,
    /** Minor version of Kubernetes 1. */
    public readonly minor: number,
  ) {}

  /** True for the kubelet of Izuma Edge. */
  public get isIzumaEdge(): boolean {
    return this.name === IZUMA_EDGE;
  }
}
