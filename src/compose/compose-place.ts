/** Place of a value in a compose file. */
export interface ComposePlace {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
}
