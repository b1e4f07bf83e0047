import { InputError } from '../diagnostics/input-error';

/** Options of a command, by the fields of the library that they set. */
export type OptionNames = Readonly<Record<string, string>>;

/** Options that choose a target. */
export const TARGET_OPTIONS: OptionNames = { 'Kubernetes version': '--kubernetes', version: '--kubernetes' };

/**
 * Returns the result of a function of the library. An error of the function names the options of the command instead of the
 * fields and classes of the library.
 * @param command command, as the user types it
 * @throws InputError if the function throws one
 */
export function withOptionNames<T>(command: string, names: OptionNames, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof InputError ? error._renamed(command, names) : error;
  }
}
