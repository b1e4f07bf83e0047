import type { KeyObject } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { fingerprint, machineKeyProblem, readPublicKey } from './keys/public-key';
import { MAX_RECIPIENTS } from './limits';
import { lockKeyNames, machineNameProblem } from './machine-name';
import { AppPackageForm } from './app-package-form';
import { fileProblem } from '../diagnostics/file-error';

/** A machine that can open a package: its name, and its public key. */
export interface Machine {
  readonly name: string;
  readonly key: KeyObject;
}

const PUBLIC_KEY = /^(.+)\.pub\.pem$/;

/** The machines whose public keys a folder holds as `NAME.pub.pem`, sorted by name. */
export function machinesInFolder(folder: string): Machine[] {
  let files: string[];
  try {
    files = readdirSync(folder).sort();
  } catch (error) {
    throw new InputError(`folder of machine keys ${quote(folder)}`, [fileProblem(error)]);
  }
  const machines = files.flatMap((file) => {
    const name = PUBLIC_KEY.exec(file)?.[1];
    return name === undefined ? [] : [{ name, key: readPublicKey(join(folder, file)) }];
  });
  if (machines.length === 0)
    throw new InputError(`folder of machine keys ${quote(folder)}`, ['holds no file NAME.pub.pem']);
  return machines;
}

/** @throws InputError for names and keys that cannot be the machines of one package */
export function checkMachines(machines: ReadonlyArray<Machine>, form: AppPackageForm, subject: string): void {
  const problems = new Problems();
  if (form === AppPackageForm.CLEAR && machines.length > 0)
    problems.add('is clear, and everybody can read it: leave out the machines, or choose another form');
  if (form !== AppPackageForm.CLEAR && machines.length === 0)
    problems.add(`is ${form}, and needs at least one machine that can open it`);
  if (machines.length > MAX_RECIPIENTS)
    problems.add(`is for ${machines.length} machines: the limit is ${MAX_RECIPIENTS}`);
  const entries = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const { name, key } of machines) {
    problems.add(machineNameProblem(name, form));
    const keyProblem = machineKeyProblem(key);
    if (keyProblem !== undefined) problems.add(`key of machine ${quote(name)} ${keyProblem}`);
    for (const entry of form === AppPackageForm.ENCRYPTED ? lockKeyNames(name) : [name]) {
      const other = entries.get(entry);
      if (other === name) problems.add(`machine ${quote(name)} is named twice`);
      else if (other !== undefined)
        problems.add(`machines ${quote(other)} and ${quote(name)} share the lock key ${quote(entry)}`);
      entries.set(entry, name);
      if (other === name) break;
    }
    const print = fingerprint(key);
    const owner = keys.get(print);
    if (owner !== undefined && owner !== name)
      problems.add(`machines ${quote(owner)} and ${quote(name)} have one key, ${print}: each machine needs its own`);
    keys.set(print, name);
  }
  problems.throwIfAny(subject);
}
