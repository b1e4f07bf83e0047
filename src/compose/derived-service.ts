/** Service that another element of a project stands for: a hook of `pre_start`, or a job. */
export interface DerivedService {
  readonly kind: 'pre-start' | 'job';
  /** Service that waits for the hook, or name of the job. */
  readonly of: string;
  /** Path of the element in its service, or in the file. */
  readonly steps: ReadonlyArray<string | number>;
  /** Values of the element, of which the report has an entry each. */
  readonly reported: Readonly<Record<string, unknown>>;
}
