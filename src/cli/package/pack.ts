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
import { addExamples } from '../examples';

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

/** Adds the command `secure-edge package pack`, which packs a folder. */
export function addPack(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('pack')
    .description('Pack the content of a folder.')
    .argument('<folder>', 'folder to pack')
    .requiredOption('--output <file>', 'path of the package; an existing file is never overwritten')
    .requiredOption('--name <name>', 'name of the app')
    .requiredOption('--app-version <version>', 'version of the app')
    .addOption(
      new Option('--form <form>', 'form of the package')
        .choices(Object.values(AppPackageForm))
        .default(AppPackageForm.SEALED),
    )
    .option('--machine <name=file>', 'machine that can open the package, with its public key; repeatable', collect, [])
    .option(
      '--machines <folder>',
      'folder with the public keys of machines that can open the package, as NAME.pub.pem or NAME.pubkey',
    )
    .option('--sign <file>', 'private key that signs the package')
    .option(
      '--bind-machines',
      'sign the names and keys of the machines as well, so that no other machine accepts the package',
    )
    .option('--manifest <file>', 'file with a JSON object that is added to MANIFEST.JSON')
    .option(
      '--passphrase-fd <number>',
      'file descriptor with the passphrase of the key; default: the terminal',
      parseDescriptor,
    )
    .action(async (folder: string, options: PackCommandOptions) => {
      await pack(folder, options);
      end(ExitCode.DONE);
    });
  addExamples(command, [
    'package pack app/ --output app.package --name web --app-version 1.0 --machine shop-1=keys/shop-1.pub.pem --sign signer.key.pem',
    'packs a folder for one machine, and signs the package',
  ]);
}

async function pack(folder: string, options: PackCommandOptions): Promise<void> {
  const { output, form, sign, passphraseFd } = options;
  if (isWithin(output, folder))
    throw new InputError(`package ${quote(output)}`, ['is in the folder that is packed: write it to another folder']);
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
      signingKey: key,
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
