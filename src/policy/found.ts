import type { FieldValue, FindingAcknowledgement, RefusedAcknowledgement } from './finding';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { Rule } from './rule';
import type { PodSecurityViolation } from './violation';

/** A violation in its place, before it is known whether it is accepted and whether it is shown. */
export interface Found {
  readonly rule: Rule;
  readonly object: ObjectSubject;
  /** The pod that the rule was given, or whose container it was given. */
  readonly pod?: PodSubject;
  readonly container?: string;
  /** JSON pointer within the object. */
  readonly path: string;
  /** Value that fixes the violation, by a JSON pointer within the object. */
  readonly set?: FieldValue;
  readonly violation: PodSecurityViolation;
  acknowledged?: FindingAcknowledgement;
  refused?: RefusedAcknowledgement;
}
