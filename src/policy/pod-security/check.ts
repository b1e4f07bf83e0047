import type { ContainerSubject } from '../subject/container-subject';
import type { PodSubject } from '../subject/pod-subject';
import type { ValueToSet } from '../violation';

/** One place of a pod that breaks a check. */
export interface Breach {
  /** JSON pointer within the pod, of the missing value where one is missing. */
  readonly path: string;
  /** The container that it is in; not set for the pod itself. */
  readonly container?: ContainerSubject;
  /** Name of the volume that it is in. */
  readonly volume?: string;
  /** The value found, as the check's text shows it. */
  readonly value: string;
  /** Value that fixes it; unset if no single value does. */
  readonly set?: ValueToSet;
  /** Which of the check's demands it breaks, where it has several. */
  readonly form?: string;
}

/** What a check says of a pod that it refuses, in the words of upstream. */
export interface Refusal {
  readonly reason: string;
  readonly detail: string;
}

/** What a check demands from a version on, until its next revision. */
export interface Revision {
  /** First minor version of the standards that it holds for. */
  readonly since: number;
  readonly find: (pod: PodSubject) => Breach[];
}

/**
 * A check of the Pod Security Standards.
 *
 * Source: k8s.io/pod-security-admission v0.37, package policy; ids, revisions and words are those.
 */
export interface PodSecurityCheck {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** The oldest first. */
  readonly revisions: ReadonlyArray<Revision>;
  /** Id of the baseline check that restricted leaves out from the first revision on. */
  readonly replaces?: string;
  /** What is said of one breach or more. */
  readonly describe: (breaches: ReadonlyArray<Breach>) => Refusal;
}

/** What a check demands at a version; undefined before its first. */
export function revisionAt(check: PodSecurityCheck, minor: number): Revision | undefined {
  return check.revisions.filter((revision) => revision.since <= minor).at(-1);
}
