import type { Command } from 'commander';
import { AppPackageForm } from '../app-package/app-package-form';
import { readPublicKey } from '../app-package/keys/public-key';
import { machineNameProblem } from '../app-package/machine-name';
import { PackageCommissioning } from '../gateway/package-commissioning';
import { InputError, quote } from '../diagnostics/input-error';
import { ExitCode } from './exit-code';
import { withOptionNames } from './option-names';
import { printError } from './print';
import { SCRIPT_FORMATS } from './script-formats';
import { addExamples } from './examples';

interface PackagesOptions {
  readonly keyFolder?: string;
  readonly key?: string;
  readonly verify?: string;
  readonly ecsConfig?: string;
}

const OPTION_NAMES = {
  parsecKey: 'the name in --key',
  keyFolder: '--key-folder',
  ecsConfig: '--ecs-config',
  trustedKey: 'the key in --verify',
};

const PARSEC_KEY = /^parsec:(.+)$/;

/** Adds the command `secure-edge gateway packages`, which writes the script that prepares a host for app packages. */
export function addPackages(gateway: Command, end: (code: ExitCode) => void): void {
  const command = gateway
    .command('packages')
    .description(
      'Write the script that creates the key of a machine for app packages, and that installs pending packages at boot.',
    )
    .argument('<machine>', 'name of the machine: the exact content of its file key_name')
    .option('--key-folder <folder>', 'folder of key and key_name; container-app-service uses /mnt/data/key')
    .option('--key <parsec:name>', 'store the key in Parsec, under this name')
    .option('--verify <file>', 'public key that verifies the packages; without it, nothing is installed at boot')
    .option(
      '--ecs-config <file>',
      "path of container-app-service's ecs.json on the machine; default: the path in its unit",
    )
    .addHelpText('after', '\nThe option --format of "secure-edge gateway" applies to this script, too.')
    .action((machine: string, options: PackagesOptions, command: Command) => {
      const commissioning = commission(machine, options);
      // an option of the parent command
      const { format } = command.optsWithGlobals<{ readonly format: string }>();
      process.stdout.write(SCRIPT_FORMATS[format]?.(commissioning) ?? '');
      end(ExitCode.DONE);
    });
  addExamples(command, [
    'gateway packages shop-1 --key parsec:packages --verify signer.pub.pem',
    'writes the script for a machine with its key in Parsec',
  ]);
}

function commission(machine: string, { keyFolder, key, verify, ecsConfig }: PackagesOptions): PackageCommissioning {
  const subject = 'secure-edge gateway packages';
  // a name that every form allows, because packages of the old forms can be opened as well
  const problem = machineNameProblem(machine, AppPackageForm.ENCRYPTED);
  if (problem !== undefined) throw new InputError(subject, [problem]);
  const parsecKey = key === undefined ? undefined : PARSEC_KEY.exec(key)?.[1];
  if (key !== undefined && parsecKey === undefined)
    throw new InputError(subject, [`--key must be parsec:NAME, got ${quote(key)}`]);
  const trustedKey = verify === undefined ? undefined : readPublicKey(verify);
  if (trustedKey === undefined) printError('no --verify: nothing is installed at boot');
  const props = {
    machine,
    keyFolder,
    parsecKey,
    ...(trustedKey && { trustedKey: String(trustedKey.export({ type: 'spki', format: 'pem' })) }),
    ecsConfig,
  };
  return withOptionNames(subject, OPTION_NAMES, () => new PackageCommissioning(props));
}
