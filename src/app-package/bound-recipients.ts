import { quote } from '../diagnostics/input-error';
import { ArchiveError } from './archive/archive-error';
import type { AppPackageForm } from './app-package-form';
import { shownNames } from './limits';
import type { MachineKey } from './keys/machine-key';
import { fingerprint } from './keys/public-key';
import type { Machine } from './machine';
import { recipient } from './machine-name';
import type { PackageContents } from './package-contents';

/** Machine that the signer of a package names as one of its recipients. */
export interface BoundMachine {
  readonly name: string;
  /** SHA-256 of the DER of the machine's public key, in hex. */
  readonly fingerprint: string;
}

/** Returns machines in the form of a signature: sorted by name, so that a set of machines has only one text. */
export function boundMachines(machines: ReadonlyArray<Machine>): BoundMachine[] {
  return machines
    .map(({ name, key }) => ({ name, fingerprint: fingerprint(key) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** True if a value has the form and the order of {@link boundMachines}. */
export function isBoundMachines(value: unknown): value is BoundMachine[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  let last: string | undefined;
  for (const each of value as unknown[]) {
    const { name, fingerprint: print } = (each ?? {}) as Partial<Record<keyof BoundMachine, unknown>>;
    if (typeof name !== 'string' || typeof print !== 'string' || !FINGERPRINT.test(print)) return false;
    if (last !== undefined && name <= last) return false;
    last = name;
  }
  return true;
}

/**
 * Checks that a package has exactly the recipients that its signer bound.
 * @throws ArchiveError if the package was sealed again for other machines
 */
export function checkRecipients(
  { form, wrappedKeys }: Pick<PackageContents, 'form' | 'wrappedKeys'>,
  bound: ReadonlyArray<BoundMachine>,
): void {
  const named = namesOf(bound, form);
  const carried = new Set([...wrappedKeys.keys()].map((entry) => recipient(entry, form)));
  if (named.size === carried.size && [...named].every((name) => carried.has(name))) return;
  throw new ArchiveError(
    `is bound by its signer to ${list(named)}, but has keys for ${list(carried)}: its recipients were changed after it was signed`,
  );
}

/**
 * Checks that the machine that opens a package is one of those that its signer bound, with the same key.
 * @throws ArchiveError for any other machine, or for another key with the name of a bound machine
 */
export async function checkOpener(
  form: AppPackageForm,
  bound: ReadonlyArray<BoundMachine>,
  opener: { readonly machine: string; readonly key: MachineKey } | undefined,
): Promise<void> {
  if (opener === undefined) return;
  const own = bound.find(({ name }) => recipient(name, form) === recipient(opener.machine, form));
  if (own === undefined)
    throw new ArchiveError(
      `is bound by its signer to ${list(namesOf(bound, form))}: machine ${quote(opener.machine)} is not one of them`,
    );
  const key = await opener.key.fingerprint();
  if (key !== own.fingerprint)
    throw new ArchiveError(
      `is bound by its signer to another key of machine ${quote(own.name)}: to ${own.fingerprint}, but this machine has ${key}`,
    );
}

function namesOf(bound: ReadonlyArray<BoundMachine>, form: AppPackageForm): Set<string> {
  return new Set(bound.map(({ name }) => recipient(name, form)));
}

function list(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'no machine' : shownNames([...names].sort().map(quote));
}
