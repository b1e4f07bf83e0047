import type { FieldValue, FindingAcknowledgement, RefusedAcknowledgement } from './finding';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { Rule } from './rule';
import type { PodSecurityViolation } from './violation';

/** Violation with its place, before acknowledgements and packs are applied. */
export interface Found {
  readonly rule: Rule;
  readonly object: ObjectSubject;
  /** Pod that the rule checked, or the pod of the container that it checked. */
  readonly pod?: PodSubject;
  readonly container?: string;
  /** JSON pointer within the object. */
  readonly path: string;
  /** What the violation is about, as one line. Undefined if there is nothing. */
  readonly value?: string;
  /** Value that fixes the violation, by a JSON pointer within the object. */
  readonly set?: FieldValue;
  readonly violation: PodSecurityViolation;
  acknowledged?: FindingAcknowledgement;
  refused?: RefusedAcknowledgement;
}
