import type { Random } from './random';

/**
 * A reader of untrusted input, and a generator of such input.
 *
 * An input that the reader rejects with an error of ours is as good as one that it accepts. Any other error, and a run of
 * more than two seconds, is a failure.
 */
export interface FuzzReader<Input = unknown> {
  /** A lower-case slug: the name of the reader's file. */
  readonly name: string;
  /** Makes an input of at most 100 KB, the same one for the same chance. */
  generate(random: Random): Input;
  /** Reads the input. Throws `InputError` if the input is rejected. */
  run(input: Input): void | Promise<void>;
  /** Removes what the runs leave behind, such as a temporary folder. */
  end?(): void;
}
