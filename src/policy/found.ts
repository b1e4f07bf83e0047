import type { FieldValue, FindingAcknowledgement, RefusedAcknowledgement } from './finding';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { Rule } from './rule';
import type { PodSecurityViolation } from './violation';

/** Violation with its place, before acknowledgements and packs are applied. */
export interface Found {
  readonly rule: Rule;
  readonly object: ObjectSubject;
  /** Pod that contains the path. Undefined if no pod does. */
  readonly pod?: PodSubject;
  readonly container?: string;
  /** JSON pointer within the object. */
  readonly path: string;
  /** Subject of the violation, as one line. Undefined if there is nothing. */
  value?: string;
  /** Shorter value that an acknowledgement can have instead. */
  readonly shortValue?: string;
  /** Value that fixes the violation, by a JSON pointer within the object. */
  readonly set?: FieldValue;
  readonly violation: PodSecurityViolation;
  acknowledged?: FindingAcknowledgement;
  refused?: RefusedAcknowledgement;
  /** Reason why an acknowledgement that matches it does not accept it, for its message. */
  hint?: string;
}
