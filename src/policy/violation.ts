import type { Severity } from '../diagnostics/severity';
import type { ObjectSubject } from './subject/object-subject';

/** Value that fixes a violation if a field has it. */
export interface ValueToSet {
  /**
   * JSON pointer of the field, below the same subject as {@link Violation.path}.
   * @default - the path of the violation
   */
  readonly path?: string;

  /** Value of the field, as JSON: `false`, `'Default'`, `['ALL']`, `{ type: 'RuntimeDefault' }`. At most 1,000 values in all. */
  readonly value: unknown;
}

/** What a rule found: where, and why it matters. */
export interface Violation {
  /** JSON pointer below what the rule was given, such as `/securityContext/privileged`; of the missing value where one is missing. */
  readonly path: string;

  /** What is wrong, with the value found and what is allowed. */
  readonly message: string;

  /**
   * How to mend it here.
   * @default - the rule's own
   */
  readonly fix?: string;

  /**
   * Value that fixes the violation. Reports show it as YAML, below the text of the fix.
   * @default - no single value fixes it
   */
  readonly set?: ValueToSet;

  /**
   * Container that it is about; a container rule need not say it.
   * @default - the one that the rule was given, if any
   */
  readonly container?: string;

  /**
   * How much harm it stands for.
   * @default - the rule's own
   */
  readonly severity?: Severity;
}

/** What a rule over all manifests found. */
export interface SetViolation extends Violation {
  /** The object that it is about; the path is below it. */
  readonly object: ObjectSubject;
}

/** What a check of the Pod Security Standards says of a violation. */
export interface CheckedViolation {
  /** Id of the check. */
  readonly check: string;
  readonly message: string;
}

/** A violation with what each level of the Pod Security Standards says of it; nothing at a level that takes it. */
export interface PodSecurityViolation extends Violation {
  readonly baseline?: CheckedViolation;
  readonly restricted?: CheckedViolation;
}
