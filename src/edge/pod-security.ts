import { Acknowledgement } from '../policy/acknowledgement';

/** A level of the Pod Security Standards. */
export enum PodSecurityLevel {
  /** Refuses nothing. */
  PRIVILEGED = 'privileged',
  /** Refuses known ways to escalate. */
  BASELINE = 'baseline',
  /** Demands what is known to harden a pod. */
  RESTRICTED = 'restricted',
}

const STRICTNESS = [PodSecurityLevel.PRIVILEGED, PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED];

/** Whether a namespace of one level takes a pod that needs another. */
export function admits(enforced: PodSecurityLevel, needed: PodSecurityLevel): boolean {
  return STRICTNESS.indexOf(enforced) <= STRICTNESS.indexOf(needed);
}

/** The weakest of some levels: what a namespace may enforce at most. */
export function weakest(levels: ReadonlyArray<PodSecurityLevel>): PodSecurityLevel {
  return STRICTNESS.find((level) => levels.includes(level)) ?? PodSecurityLevel.RESTRICTED;
}

/** What a namespace enforces on its pods. Warnings and audit are always of restricted. */
export class PodSecurity {
  /** Pod Security restricted: what every app of this library passes unless a weakness is asked for. */
  public static restricted(): PodSecurity {
    return new PodSecurity(PodSecurityLevel.RESTRICTED, []);
  }

  /**
   * Pod Security baseline: weaker, so it needs a reason.
   * @throws when the reason has less than ten characters
   */
  public static baseline(reason: string): PodSecurity {
    return new PodSecurity(PodSecurityLevel.BASELINE, [
      new Acknowledgement({ rule: 'namespace-pod-security', reason }),
    ]);
  }

  /**
   * No enforcement: the weakest, so it needs a reason. Every app of such a namespace must need it.
   * @throws when the reason has less than ten characters
   */
  public static privileged(reason: string): PodSecurity {
    return new PodSecurity(PodSecurityLevel.PRIVILEGED, [
      new Acknowledgement({ rule: 'namespace-pod-security', reason }),
    ]);
  }

  private constructor(
    public readonly level: PodSecurityLevel,
    /** What is accepted by choosing it. */
    public readonly acknowledgements: Acknowledgement[],
  ) {}
}
