/** Reads an input. */
export type Read = () => unknown;

/** The worst input known for a reader. */
export interface HostileInput {
  readonly reader: string;
  /** Property that makes the input costly. */
  readonly name: string;
  /** Makes an input of about this many bytes, and gives what reads it: only that is measured. */
  readonly prepare: (bytes: number) => Read | Promise<Read>;
}
