import { InputError } from '../diagnostics/input-error';

/** Words of the library in an error, each with the words of the command line. */
type Wording = ReadonlyArray<readonly [library: string, command: string]>;

/** Words of the errors of a target. */
export const TARGET_WORDING: Wording = [
  ['Kubernetes version must', '--kubernetes must'],
  ['Target.izumaEdge()', 'izuma-edge'],
];

/**
 * Returns the result of a function of the library. An error of the function names the options of the command instead of the
 * fields of the library.
 * @param command command, as the user types it
 * @throws InputError if the function throws one
 */
export function withOptionNames<T>(command: string, wording: Wording, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      command,
      error.problems.map((problem) => wording.reduce((text, [from, to]) => text.replace(from, to), problem)),
    );
  }
}
