/** A control of a standard, by its id there. */
export interface ControlReference {
  /** The standard, such as `NIST SP 800-190`. */
  readonly framework: string;

  /**
   * Its version, where the ids differ between versions.
   * @default - the ids are the same in each
   */
  readonly version?: string;

  /** Id of the control, such as `4.4.3`. */
  readonly id: string;
}
