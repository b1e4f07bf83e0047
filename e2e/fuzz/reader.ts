import type { Random } from './random';

/**
 * Reader of untrusted input, with a generator of such input.
 *
 * A reader can accept an input, or reject it with an error of this library. Any other error, or a run of more than two
 * seconds, is a failure.
 */
export interface FuzzReader<Input = unknown> {
  /** Name of the reader's file, in lower case with dashes. */
  readonly name: string;
  /** Builds what the runs need. Its time is not that of an input. */
  prepare?(): Promise<void>;
  /** Returns an input of at most 100 KB, which is the same for the same random numbers. */
  generate(random: Random): Input;
  /** Reads the input. Throws `InputError` if the input is rejected. */
  run(input: Input): void | Promise<void>;
  /** Deletes the remains of the runs, such as a temporary folder. */
  end?(): void;
}
