import { InputError } from '../diagnostics/input-error';
import type { Pack } from '../policy/pack';
import { packsNamed } from '../validation/named-packs';

/** Options of a command, by the fields of the library that they set. */
export type OptionNames = Readonly<Record<string, string>>;

/**
 * Returns the names that an error uses for the options of a command. An option that a setting of a file sets has the name of the
 * setting.
 */
export function namesWithSettings(names: OptionNames, settings: OptionNames = {}): OptionNames {
  return Object.fromEntries(Object.entries(names).map(([field, option]) => [field, settings[option] ?? option]));
}

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

/**
 * Returns the packs of the options `--pack`.
 * @param settings names of the settings of a file, by option
 * @throws InputError if a pack does not exist, or if a file cannot be loaded or exports none
 */
export async function packsOfOptions(
  command: string,
  names: ReadonlyArray<string>,
  settings?: OptionNames,
): Promise<Pack[]> {
  try {
    return await packsNamed(names, command);
  } catch (error) {
    throw error instanceof InputError
      ? error._renamed(command, namesWithSettings({ pack: '--pack' }, settings))
      : error;
  }
}
