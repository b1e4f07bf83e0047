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

/** Violation of a rule. */
export interface Violation {
  /** JSON pointer below the checked subject, such as `/securityContext/privileged`. For a missing value, the place where it belongs. */
  readonly path: string;

  /** Message that states the problem with the value found, and the allowed values. */
  readonly message: string;

  /**
   * Subject of the violation, such as a capability, a path, a port, a lint or the name of a variable. An acknowledgement with
   * this value accepts it. Two violations of a rule in the same container, or in the same object, have different values.
   * @default - the text, number or boolean of the manifest at the path, as text
   */
  readonly value?: string;

  /**
   * Shorter value that an acknowledgement can have instead, such as the ID of a lint. Several violations can have the same one;
   * the acknowledgement accepts one of them.
   * @default - none
   */
  readonly shortValue?: string;

  /**
   * Instruction that fixes this violation.
   * @default - the fix of the rule
   */
  readonly fix?: string;

  /**
   * Value that fixes the violation. Reports show it as YAML, below the text of the fix.
   * @default - no single value fixes it
   */
  readonly set?: ValueToSet;

  /**
   * Name of the container with the violation. A container rule does not have to set it.
   * @default - the container that the rule checked, if any
   */
  readonly container?: string;

  /**
   * Severity of this violation.
   * @default - the severity of the rule
   */
  readonly severity?: Severity;
}

/** Violation that a rule over all manifests found. */
export interface SetViolation extends Violation {
  /** Object with the violation. The path is below it. */
  readonly object: ObjectSubject;
}

/** Violation in the words of a check of the Pod Security Standards. */
export interface CheckedViolation {
  /** Id of the check. */
  readonly check: string;
  readonly message: string;
}

/** Violation with the message of each level of the Pod Security Standards. A level that accepts the pod has no message. */
export interface PodSecurityViolation extends Violation {
  readonly baseline?: CheckedViolation;
  readonly restricted?: CheckedViolation;
}
