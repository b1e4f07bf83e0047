import { InputError, quote } from '../diagnostics/input-error';

/** The newest version of the Pod Security Standards that the rules know. */
const NEWEST_MINOR = 37;

/**
 * The version of Kubernetes that manifests are judged for, and so the version of the Pod Security Standards: 1.0 to 1.37.
 *
 * Unlike a {@link Target} it reaches back to 1.0, since the standard does.
 */
export class PolicyVersion {
  /** The newest version known. */
  public static latest(): PolicyVersion {
    return new PolicyVersion('latest', NEWEST_MINOR);
  }

  /**
   * The version that a command line or a namespace's label names.
   *
   * @param name `1.27`, `v1.27`, or `latest`
   * @throws when it is none of them, or newer than 1.37
   */
  public static parse(name: string): PolicyVersion {
    if (name === 'latest') return PolicyVersion.latest();
    const minor = Number(/^v?1\.(0|[1-9]\d*)$/.exec(name)?.[1] ?? Number.NaN);
    if (!(minor <= NEWEST_MINOR)) {
      throw new InputError('PolicyVersion', [
        `version must be 1.0 to 1.${NEWEST_MINOR}, or "latest", got ${quote(name)}: give the version of the cluster, such as "1.30"`,
      ]);
    }
    return new PolicyVersion(`1.${minor}`, minor);
  }

  private constructor(
    /** `1.27`, or `latest`. */
    public readonly name: string,
    /** Minor version of Kubernetes 1. */
    public readonly minor: number,
  ) {}
}
