import { Acknowledgement } from '../kubernetes/acknowledgement';

/** Level of the Pod Security Standards. */
export enum PodSecurityLevel {
  /** Accepts every pod. */
  PRIVILEGED = 'privileged',
  /** Rejects known ways to escalate privileges. */
  BASELINE = 'baseline',
  /** Requires the current best practices to harden a pod. */
  RESTRICTED = 'restricted',
}

const STRICTNESS = [PodSecurityLevel.PRIVILEGED, PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED];

/** Returns true if a namespace that enforces one level accepts a pod that needs another. */
export function admits(enforced: PodSecurityLevel, needed: PodSecurityLevel): boolean {
  return STRICTNESS.indexOf(enforced) <= STRICTNESS.indexOf(needed);
}

/** Returns the weakest of some levels, which is the strictest that a namespace can enforce. */
export function weakest(levels: ReadonlyArray<PodSecurityLevel>): PodSecurityLevel {
  return STRICTNESS.find((level) => levels.includes(level)) ?? PodSecurityLevel.RESTRICTED;
}

/** Pod Security level that a namespace enforces. The levels of warnings and audit are always restricted. */
export class PodSecurity {
  /** Pod Security restricted. Every app of this library passes it, unless the app has a weakness. */
  public static restricted(): PodSecurity {
    return new PodSecurity(PodSecurityLevel.RESTRICTED, []);
  }

  /**
   * Pod Security baseline. It is weaker than restricted, so it needs a reason.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static baseline(reason: string): PodSecurity {
    return new PodSecurity(PodSecurityLevel.BASELINE, [
      new Acknowledgement({ rule: 'namespace-pod-security', value: PodSecurityLevel.BASELINE, reason }),
    ]);
  }

  /**
   * No enforcement, so it needs a reason. Every app in such a namespace must need this level.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static privileged(reason: string): PodSecurity {
    return new PodSecurity(PodSecurityLevel.PRIVILEGED, [
      new Acknowledgement({ rule: 'namespace-pod-security', value: PodSecurityLevel.PRIVILEGED, reason }),
    ]);
  }

  private constructor(
    public readonly level: PodSecurityLevel,
    /** Acknowledgements of the rules that the level breaks. */
    public readonly acknowledgements: Acknowledgement[],
  ) {}
}
