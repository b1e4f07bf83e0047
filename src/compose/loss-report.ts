/** What became of a value of a compose file. */
export type Outcome = 'converted' | 'approximated' | 'refused' | 'unsupported' | 'by-design';

/** Value of a compose file, and what became of it. */
export interface LossEntry {
  /** Name of the service. Null for a value outside services. */
  readonly service: string | null;
  /** Key with its path in the service, such as `deploy.resources.limits.pids` or `ports[0]`. */
  readonly key: string;
  /** Value as the file has it after its variables are replaced. A value that looks like a secret is `***`. */
  readonly value: unknown;
  readonly outcome: Outcome;
  /** Sentence that says what differs, why, and what to do. Empty for a value that is converted exactly. */
  readonly reason: string;
  /** Field of the manifest, such as `spec.template.spec.hostNetwork`. */
  readonly field?: string;
  /** Word for `--accept` that accepts a refused value, such as `privileged:camera`. */
  readonly accept?: string;
  readonly file: string;
  readonly line: number;
}
