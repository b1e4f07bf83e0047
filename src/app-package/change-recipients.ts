import type { FileHandle } from 'node:fs/promises';
import type { AgeIdentity } from './age/identity';
import { ArchiveError } from './archive/archive-error';
import { fileHeader, tarHeader, tarPadding, TAR_END } from './archive/tar-writer';
import { encodeClearKey } from './encrypted/clearkey';
import { InputError, quote } from '../diagnostics/input-error';
import { KeyPadding } from './keys/key-padding';
import { wrapKey } from './keys/public-key';
import { MAX_RECIPIENTS, shownNames, type PackageLimits } from './limits';
import { checkMachines, type Machine } from './machine';
import { lockKeyAliases, lockKeyNames, recipient } from './machine-name';
import { unwrapClearKey, unwrapIdentity, type Opener } from './open-package';
import { oldPackage, sealedHead, writeBeside } from './pack-package';
import { SIGNATURE_NAME, type PackageContents } from './package-contents';
import { statedMachines } from './package-signature';
import { AppPackageForm } from './app-package-form';
import { packageSubject, readPackage } from './read-package';
import { SEALED_PAYLOAD_NAME, tarEntry } from './sealed/sealed-layout';
import { writeBytes, writeStream } from './files/write-file';

/** Change of the machines that can open a package. */
export interface RecipientsChange {
  readonly add: ReadonlyArray<Machine>;
  /** Names of machines. */
  readonly remove: ReadonlyArray<string>;
}

/**
 * Changes the machines that can open a package, with the key of one of them. The encrypted payload is copied without a change,
 * and a signature remains valid, unless it binds the machines. A removed machine can still open its copies of the package.
 * @returns names of all machines that can open the package now, sorted
 * @throws InputError if the change is not possible
 */
export async function changeRecipients(
  path: string,
  change: RecipientsChange,
  opener: Opener,
  limits: PackageLimits = {},
): Promise<string[]> {
  return readPackage(path, limits, async (contents) => {
    const { form } = contents;
    if (form === AppPackageForm.CLEAR) throw new ArchiveError('is clear, and has no recipients');
    const bound = contents.signature && statedMachines(contents.signature.toString('latin1'));
    if (bound !== undefined)
      throw new ArchiveError(
        `is bound by its signer to ${bound.map(({ name }) => quote(name)).join(', ')}: other recipients need a new signature, so pack it again for them`,
      );
    const there = [...contents.wrappedKeys.keys()].map((entry) => recipient(entry, form));
    const after = new Set(there.filter((machine) => !change.remove.includes(machine)));
    checkChange(path, form, there, after, change);
    await writeBeside(path, (file) => REWRITE[form](file, contents, change, opener));
    for (const { name } of change.add) after.add(name);
    return [...after].sort();
  });
}

function checkChange(
  path: string,
  form: AppPackageForm,
  there: ReadonlyArray<string>,
  left: ReadonlySet<string>,
  { add, remove }: RecipientsChange,
): void {
  const subject = packageSubject(path);
  const names = shownNames([...new Set(there)].map(quote));
  const problems = [
    ...add
      .filter(({ name }) => there.includes(name))
      .map(({ name }) => `is already for machine ${quote(name)}: remove that machine first`),
    ...remove
      .filter((name) => !there.includes(name))
      .map((name) => `is not for machine ${quote(name)}: it is for ${names}`),
  ];
  if (left.size + add.length > MAX_RECIPIENTS)
    problems.push(`is for ${left.size} machines: the limit is ${MAX_RECIPIENTS}`);
  if (left.size + add.length === 0) problems.push('must be for at least one machine');
  if (problems.length > 0) throw new InputError(subject, problems);
  if (add.length > 0) checkMachines(add, form, subject);
}

type Rewrite = (file: FileHandle, contents: PackageContents, change: RecipientsChange, opener: Opener) => Promise<void>;

const REWRITE: Readonly<Record<Exclude<AppPackageForm, AppPackageForm.CLEAR>, Rewrite>> = {
  [AppPackageForm.SEALED]: rewriteSealed,
  [AppPackageForm.ENCRYPTED]: rewriteEncrypted,
};

async function rewriteSealed(
  file: FileHandle,
  contents: PackageContents,
  { add, remove }: RecipientsChange,
  opener: Opener,
): Promise<void> {
  const identity = await unwrapIdentity(contents, opener);
  const keys = new Map(contents.wrappedKeys);
  for (const machine of remove) keys.delete(machine);
  for (const { name, key } of add) keys.set(name, wrapIdentity(identity, key));
  const { manifest = Buffer.alloc(0), payload, signature } = contents;
  await writeBytes(file, sealedHead(manifest, keys, identity));
  await writeBytes(file, tarHeader(fileHeader(SEALED_PAYLOAD_NAME, payload.size)));
  await writeStream(file, payload.bytes());
  await writeBytes(file, tarPadding(payload.size));
  const end = signature === undefined ? [] : [tarEntry(SIGNATURE_NAME, signature)];
  await writeBytes(file, Buffer.concat([...end, TAR_END]));
}

function wrapIdentity(identity: AgeIdentity, machine: Machine['key']): Buffer {
  return wrapKey(machine, Buffer.from(identity.text), KeyPadding.OAEP_SHA256);
}

async function rewriteEncrypted(
  file: FileHandle,
  contents: PackageContents,
  { add, remove }: RecipientsChange,
  opener: Opener,
): Promise<void> {
  const clearKey = await unwrapClearKey(contents, opener);
  const keys = new Map(contents.wrappedKeys);
  for (const machine of remove) for (const entry of lockKeyAliases(machine)) keys.delete(entry);
  for (const { name, key } of add)
    for (const entry of lockKeyNames(name))
      keys.set(entry, wrapKey(key, encodeClearKey(clearKey), KeyPadding.PKCS1_V1_5));
  const { manifest, payload, signature } = contents;
  const signatures = signature === undefined ? [] : ([[SIGNATURE_NAME, signature]] as const);
  await writeStream(file, oldPackage(manifest, keys, payload, signatures));
}
