import { isPrintable } from '../diagnostics/printable';
import { quote } from '../diagnostics/input-error';
import { AppPackageForm } from './app-package-form';

/** Longest name in bytes. With its folder, it fits in the header of an archive. */
const LONGEST = 80;

/** Names of other entries in a package, and names that file systems treat as folders. */
const RESERVED = ['MANIFEST.JSON', 'SIGNATURE.JWS', '.', '..'];

const FORBIDDEN = /[\n/\\=]/;

/** Names that readers of encrypted packages treat as a payload. */
const PAYLOAD = /\.(enc|gz)$/;

/**
 * Finds the problem of a machine's name. Undefined if there is none. The name is the exact content of the machine's file
 * `key_name`, and is case-sensitive. Existing machines may have any name that an archive can contain; new machines need a
 * plain name.
 */
export function machineNameProblem(name: string, form: AppPackageForm): string | undefined {
  const value = `machine name ${quote(name)}`;
  if (name === '') return 'machine name must not be empty';
  if (Buffer.byteLength(name) > LONGEST) return `${value} must be at most ${LONGEST} bytes`;
  if (FORBIDDEN.test(name) || !isPrintable(name))
    return `${value} must not contain a slash, a backslash, an equals sign, or a control or invisible character`;
  if (RESERVED.includes(name)) return `${value} is reserved for an entry of every package: choose another name`;
  if (form === AppPackageForm.ENCRYPTED && PAYLOAD.test(name))
    return `${value} must not end in .enc or .gz, because container-app-service would read it as the payload`;
  return undefined;
}

const SUFFIX = '.lockkey';

/**
 * Returns the entries of an encrypted package for a machine's lock key. The reader of container-app-service looks for the name
 * without an extension, and its documentation requires `.lockkey`. Readers ignore entries that they do not look for.
 */
export function lockKeyNames(machine: string): string[] {
  return machine.endsWith(SUFFIX) ? [machine] : [machine, `${machine}${SUFFIX}`];
}

/** Returns the names of a machine's lock key in packages of other writers, in the order of preference. */
export function lockKeyAliases(machine: string): string[] {
  return [machine, `${machine}${SUFFIX}`, `${machine}.lockfile`];
}

/** Returns the machine of a wrapped key, given the name of its entry. */
export function recipient(entry: string, form: AppPackageForm): string {
  return form === AppPackageForm.ENCRYPTED ? entry.replace(/\.(lockkey|lockfile)$/, '') : entry;
}
