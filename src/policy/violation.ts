import type { Severity } from '../severity';
import type { ObjectSubject } from './object-subject';

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

/**
 * A violation of the Pod Security Standards, with the ids of the checks that refuse it at each level; none at a level that takes it.
 * @internal
 */
export interface PodSecurityViolation extends Violation {
  readonly baseline?: string;
  readonly restricted?: string;
}
