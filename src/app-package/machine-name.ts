import { isPrintable } from '../diagnostics/printable';
import { quote } from '../diagnostics/input-error';
import { AppPackageForm } from './app-package-form';

/** With the folder before it, it fits the header of an archive. */
const LONGEST = 80;

/** Entries of a package that are no lock keys, and what the readers' systems take for a folder. */
const RESERVED = ['MANIFEST.JSON', 'SIGNATURE.JWS', '.', '..'];

const FORBIDDEN = /[\n/\\=]/;

/** What readers of encrypted packages take for a payload. */
const PAYLOAD = /\.(enc|gz)$/;

/**
 * The problem of a machine's name; undefined if there is none. The name is the whole content of the machine's file
 * `key_name`, and case counts. Machines that exist may have any name that an archive can contain; a new one needs a
 * plain name.
 */
export function machineNameProblem(name: string, form: AppPackageForm): string | undefined {
  const value = `machine name ${quote(name)}`;
  if (name === '') return 'machine name must not be empty';
  if (Buffer.byteLength(name) > LONGEST) return `${value} must be at most ${LONGEST} bytes`;
  if (FORBIDDEN.test(name) || !isPrintable(name))
    return `${value} must not contain a slash, a backslash, an equals sign, or a control or invisible character`;
  if (RESERVED.includes(name)) return `${value} is an entry of every package: choose another name`;
  if (form === AppPackageForm.ENCRYPTED && PAYLOAD.test(name))
    return `${value} must not end in .enc or .gz, which container-app-service takes for the payload`;
  return undefined;
}

const SUFFIX = '.lockkey';

/**
 * The entries of an encrypted package that hold a machine's lock key: container-app-service's reader looks for the bare
 * name, its documentation says `.lockkey`. What neither looks for, both pass over.
 */
export function lockKeyNames(machine: string): string[] {
  return machine.endsWith(SUFFIX) ? [machine] : [machine, `${machine}${SUFFIX}`];
}

/** Where to look for a machine's lock key in packages of other writers, in this order. */
export function lockKeyAliases(machine: string): string[] {
  return [machine, `${machine}${SUFFIX}`, `${machine}.lockfile`];
}

/** The machine that a wrapped key is for, by the name of its entry. */
export function recipient(entry: string, form: AppPackageForm): string {
  return form === AppPackageForm.ENCRYPTED ? entry.replace(/\.(lockkey|lockfile)$/, '') : entry;
}
