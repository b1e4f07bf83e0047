import type { ContainerSubject } from '../subject/container-subject';
import type { PodSubject } from '../subject/pod-subject';
import type { ValueToSet } from '../violation';

/** Place in a pod that breaks a check. */
export interface Breach {
  /** JSON pointer within the pod. For a missing value, the place where it belongs. */
  readonly path: string;
  /** Container of the place. Unset for the pod itself. */
  readonly container?: ContainerSubject;
  /** Name of the volume of the place. */
  readonly volume?: string;
  /** Value found, in the form of the check's text. */
  readonly value: string;
  /** Value that fixes it; unset if no single value does. */
  readonly set?: ValueToSet;
  /**
   * Value of the finding.
   * @default - the value of the manifest at the path
   */
  readonly subject?: string;
  /** Requirement that it breaks, for a check with several requirements. */
  readonly form?: string;
}

/** Parts of a breach that a message can contain, so that equal ones have the same message. */
export interface DescribedBreach extends Pick<Breach, 'volume' | 'value' | 'form'> {
  readonly container?: Pick<ContainerSubject, 'name'>;
}

/** Reason why a check rejects a pod, in the words of upstream. */
export interface Refusal {
  readonly reason: string;
  readonly detail: string;
}

/** Requirement of a check from a version on, until its next revision. */
export interface Revision {
  /** First minor version of the standards that the revision applies to. */
  readonly since: number;
  readonly find: (pod: PodSubject) => Breach[];
}

/**
 * Check of the Pod Security Standards.
 *
 * Source: k8s.io/pod-security-admission v0.37, package policy, which defines the ids, revisions and words.
 */
export interface PodSecurityCheck {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** Revisions, starting with the oldest. */
  readonly revisions: readonly [Revision, ...Revision[]];
  /** Id of the baseline check that the level restricted omits from the first revision on. */
  readonly replaces?: string;
  /** Returns the reason for one or more breaches. */
  readonly describe: (breaches: ReadonlyArray<DescribedBreach>) => Refusal;
}

/** Returns the revision of a check at a version. Undefined before the first revision. */
export function revisionAt(check: PodSecurityCheck, minor: number): Revision | undefined {
  for (let i = check.revisions.length - 1; i >= 0; i -= 1) {
    const revision = check.revisions[i];
    if (revision !== undefined && revision.since <= minor) return revision;
  }
  return undefined;
}
