import * as fs from 'node:fs';
import { changeRecipients } from '../../src/app-package/change-recipients';
import { inspectPackage } from '../../src/app-package/inspect-package';
import { PrivateMachineKey } from '../../src/app-package/keys/private-machine-key';
import { openPackage } from '../../src/app-package/open-package';
import { UnpackTarget } from '../../src/app-package/payload/unpack';
import { InputError } from '../../src/diagnostics/input-error';
import { Canary } from './canary';
import { edited, packageInput, type PackageInput } from './fuzz-package';
import { machine, MACHINE, packageBytes } from './package-file';
import type { FuzzReader } from './reader';
import { tarBytes } from './tar-archive';

let canary: Canary | undefined;

/** Reader of app packages in every form. It inspects a package, opens it in a tree that must not change, and changes its recipients. */
export const appPackage: FuzzReader<PackageInput> = {
  name: 'app-package',
  generate: packageInput,
  run: async ({ package: fuzzed, payload, edits }) => {
    canary ??= new Canary();
    const path = canary.path('package');
    fs.writeFileSync(path, edited(packageBytes(fuzzed, tarBytes(payload, canary.outside)), edits));
    const opener = { machine: MACHINE, key: new PrivateMachineKey(machine.privateKey, 'key') };
    const limits = { maxSize: 1_000_000, maxEntries: 1000 };
    const looked = await outcome(inspectPackage(path, limits, opener));
    const opened = await outcome(openPackage({ path, limits, opener }, new UnpackTarget(canary.target)));
    canary.check(opened === undefined);
    await outcome(changeRecipients(path, { add: [], remove: [MACHINE] }, opener, limits));
    canary.check(false);
    if (opened !== undefined) throw opened;
    if (looked !== undefined) throw new Error(`opened, but not inspected: ${looked.message}`);
  },
  end: () => canary?.remove(),
};

/** Returns the error of a rejected input, or undefined after success. Throws all other errors. */
async function outcome(done: Promise<unknown>): Promise<InputError | undefined> {
  try {
    await done;
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
