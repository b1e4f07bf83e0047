/** Control of a standard. */
export interface ControlReference {
  /** Name of the standard, such as `NIST SP 800-190`. */
  readonly framework: string;

  /**
   * Version of the standard, if ids differ between versions.
   * @default - the ids are the same in each version
   */
  readonly version?: string;

  /** Id of the control, such as `4.4.3`. */
  readonly id: string;
}
