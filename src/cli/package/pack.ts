import type { KeyObject } from 'node:crypto';
import { Option, type Command } from 'commander';
import { readPrivateKey } from '../../app-package/keys/private-key';
import { machinesInFolder } from '../../app-package/machine';
import { packPackage } from '../../app-package/pack-package';
import { AppPackageForm } from '../../app-package/app-package-form';
import { packageMetadata } from '../../app-package/package-metadata';
import { isWithin, Payload } from '../../app-package/payload/payload';
import { MAX_MANIFEST_SIZE } from '../../app-package/limits';
import { readSmallFile } from '../../app-package/files/read-file';
import { fileProblem } from '../../diagnostics/file-error';
import { InputError, quote } from '../../diagnostics/input-error';
import { JsonError, readJsonObject } from '../../kubernetes/read-json';
import { ExitCode } from '../exit-code';
import { parseDescriptor, readPassphrase } from '../passphrase';
import { printError } from '../print';
import { withProgress } from '../progress';
import { parseMachine } from './machine-option';

interface PackCommandOptions {
  readonly output: string;
  readonly name: string;
  readonly appVersion: string;
  readonly form: AppPackageForm;
  readonly machine: string[];
  readonly machines?: string;
  readonly sign?: string;
  readonly bindMachines?: boolean;
  readonly manifest?: string;
  readonly passphraseFd?: number;
}

/** `secure-edge package pack`: makes a package of a folder. */
export function addPack(group: Command, end: (code: ExitCode) => void): void {
  group
    .command('pack')
    .description('make a package of all that is in a folder')
    .argument('<folder>', 'what is packed')
    .requiredOption('--output <file>', 'the package; never overwritten')
    .requiredOption('--name <name>', 'name of the app')
    .requiredOption('--app-version <version>', 'version of the app')
    .addOption(
      new Option('--form <form>', 'the form of the package')
        .choices(Object.values(AppPackageForm))
        .default(AppPackageForm.SEALED),
    )
    .option('--machine <name=file>', 'a machine that can open it, and its public key; repeatable', collect, [])
    .option('--machines <folder>', 'all machines whose public keys stand there as NAME.pub.pem')
    .option('--sign <file>', 'private key to sign the package with')
    .option('--bind-machines', 'sign the names and keys of the machines too: no other machine accepts the package')
    .option('--manifest <file>', 'JSON object that goes into MANIFEST.JSON as it is')
    .option(
      '--passphrase-fd <number>',
      'descriptor that gives the passphrase of the key; else the terminal is asked',
      parseDescriptor,
    )
    .action(async (folder: string, options: PackCommandOptions) => {
      await pack(folder, options);
      end(ExitCode.DONE);
    });
}

async function pack(folder: string, options: PackCommandOptions): Promise<void> {
  const { output, form, sign, passphraseFd } = options;
  if (isWithin(output, folder))
    throw new InputError(`package ${quote(output)}`, ['is within the folder that it is made of: write it elsewhere']);
  const metadata = packageMetadata(options.name, options.appVersion, readManifest(options.manifest));
  const machines = [
    ...options.machine.map(parseMachine),
    ...(options.machines === undefined ? [] : machinesInFolder(options.machines)),
  ];
  const key = sign === undefined ? undefined : await signingKey(sign, passphraseFd);
  const payload = new Payload(`folder ${quote(folder)}`);
  payload.addFolder(folder);
  const entries = payload.entries();
  for (const warning of await payload.checkForm(form)) printError(warning);
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  await withProgress(`packing ${folder}`, (report) =>
    packPackage({
      output,
      overwrite: false,
      form,
      metadata,
      entries,
      machines,
      ...(key && { signingKey: key }),
      ...(options.bindMachines === true && { bindMachines: true }),
      onProgress: (bytes) => report(bytes, size),
    }),
  );
}

async function signingKey(file: string, descriptor: number | undefined): Promise<KeyObject> {
  const { key, warnings } = await readPrivateKey(file, () => readPassphrase(descriptor, `passphrase of ${file}`));
  for (const warning of warnings) printError(warning);
  return key;
}

function readManifest(file: string | undefined): object {
  if (file === undefined) return {};
  try {
    return readJsonObject(readSmallFile(file, MAX_MANIFEST_SIZE).toString('utf8'));
  } catch (error) {
    throw new InputError(`manifest ${quote(file)}`, [error instanceof JsonError ? error.message : fileProblem(error)]);
  }
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
