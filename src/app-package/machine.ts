import type { KeyObject } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { fingerprint, machineKeyProblem, readPublicKey } from './keys/public-key';
import { MAX_RECIPIENTS } from './limits';
import { lockKeyNames, machineNameProblem } from './machine-name';
import { AppPackageForm } from './app-package-form';
import { fileProblem } from '../diagnostics/file-error';

/** Machine that can open a package. */
export interface Machine {
  readonly name: string;
  /** Public key. */
  readonly key: KeyObject;
}

/** Names of files with a public key. The management console of container-app-service writes `NAME.pubkey`. */
const PUBLIC_KEY = /^(.+)\.(?:pub\.pem|pubkey)$/;

/**
 * Reads the machines whose public keys are in a folder, as `NAME.pub.pem` or `NAME.pubkey`, sorted by
 * name. A machine can have both, with the same key.
 * @throws InputError if the folder or a key cannot be read, if it contains none, or if a machine has two keys
 */
export function machinesInFolder(folder: string): Machine[] {
  let files: string[];
  try {
    files = readdirSync(folder).sort();
  } catch (error) {
    throw new InputError(`folder of machine keys ${quote(folder)}`, [fileProblem(error)]);
  }
  const subject = `folder of machine keys ${quote(folder)}`;
  const machines = new Map<string, KeyObject>();
  for (const file of files) {
    const name = PUBLIC_KEY.exec(file)?.[1];
    if (name === undefined) continue;
    const key = readPublicKey(join(folder, file));
    const other = machines.get(name);
    if (other !== undefined && fingerprint(other) !== fingerprint(key))
      throw new InputError(subject, [
        `contains two keys of machine ${quote(name)}, in ${name}.pub.pem and ${name}.pubkey: remove the old one`,
      ]);
    machines.set(name, key);
  }
  if (machines.size === 0) throw new InputError(subject, ['contains no file NAME.pub.pem or NAME.pubkey']);
  return [...machines].map(([name, key]) => ({ name, key }));
}

/**
 * Checks the machines of a package.
 * @throws InputError if names or keys cannot be the machines of one package, with all problems at once
 */
export function checkMachines(machines: ReadonlyArray<Machine>, form: AppPackageForm, subject: string): void {
  const problems = new Problems();
  if (form === AppPackageForm.CLEAR && machines.length > 0)
    problems.add('is clear, so everyone can read it: leave out the machines, or choose another form');
  if (form !== AppPackageForm.CLEAR && machines.length === 0)
    problems.add(`is ${form}, and needs at least one machine that can open it`);
  if (machines.length > MAX_RECIPIENTS)
    throw new InputError(subject, [`is for ${machines.length} machines: the limit is ${MAX_RECIPIENTS}`]);
  const entries = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const { name, key } of machines) {
    problems.add(machineNameProblem(name, form));
    const keyProblem = machineKeyProblem(key);
    if (keyProblem !== undefined) problems.add(`key of machine ${quote(name)} ${keyProblem}`);
    for (const entry of form === AppPackageForm.ENCRYPTED ? lockKeyNames(name) : [name]) {
      const other = entries.get(entry);
      if (other === name) problems.add(`machine ${quote(name)} is specified twice`);
      else if (other !== undefined)
        problems.add(`machines ${quote(other)} and ${quote(name)} share the lock key ${quote(entry)}`);
      entries.set(entry, name);
      if (other === name) break;
    }
    const print = fingerprint(key);
    const owner = keys.get(print);
    if (owner !== undefined && owner !== name)
      problems.add(
        `machines ${quote(owner)} and ${quote(name)} have the same key, ${print}: each machine needs its own`,
      );
    keys.set(print, name);
  }
  problems.throwIfAny(subject);
}
