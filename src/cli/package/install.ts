import { InvalidArgumentError, Option, type Command } from 'commander';
import { readDeployMetadata } from '../../app-package/install/deploy-metadata';
import { ComposeRefused } from '../../app-package/install/package-manifests';
import { installPackage, type InstalledPackage } from '../../app-package/install/install-package';
import { InstallTarget } from '../../app-package/install/installation';
import { InstallationFailure } from '../../app-package/install/perform-installation';
import { readPublicKey } from '../../app-package/keys/public-key';
import { InputError, quote } from '../../diagnostics/input-error';
import { Target } from '../../kubernetes/target';
import { ExitCode } from '../exit-code';
import { TARGET_OPTIONS, withOptionNames } from '../option-names';
import { print, printError } from '../print';
import { withProgress } from '../progress';
import { addMachineFolders, imageClientOption, type MachineFolderOptions } from './machine-folders';
import { podSecurityJudge } from './pod-judge';
import { addOpenerOptions, limitsOf, openerOf, type OpenerOptions } from './opener-options';
import { addExamples } from '../examples';

interface InstallOptions extends OpenerOptions, MachineFolderOptions {
  readonly verify?: string;
  readonly acceptUnsigned?: boolean;
  readonly to: InstallTarget;
  readonly dryRun?: boolean;
  readonly kubernetes: string;
  readonly imageClient?: string;
  readonly accept: string[];
  readonly acceptImage: string[];
  readonly acceptPrivileged: string[];
  readonly downgrade?: boolean;
  readonly name?: string;
  readonly appVersion?: string;
  readonly metadata?: string;
  readonly delayStart?: boolean;
  readonly wait: number;
}

/** Adds the command `secure-edge package install`, which runs the content of a package on this machine. */
export function addInstall(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('install')
    .description('Open a package, load its images, harden its manifests, and run them on this machine.')
    .argument('<file>', 'path of the package')
    .option('--verify <file>', 'public key that the package must be signed with')
    .option('--accept-unsigned', 'install a package without a verified signature')
    .addOption(
      new Option('--to <target>', 'runtime of the pods')
        .choices(Object.values(InstallTarget))
        .default(InstallTarget.STATIC_PODS),
    )
    .option('--dry-run', 'print the steps without running them')
    .option('--kubernetes <version>', 'Kubernetes version of the kubelet or cluster', Target.DEFAULT_VERSION)
    .addOption(imageClientOption())
    .option(
      '--accept <kind>',
      'kind of objects to leave out, because a kubelet without a cluster does not support it, or KEY:SERVICE for a weaker setting of a compose file; repeatable',
      collect,
      [],
    )
    .option(
      '--accept-image <name>',
      'image name of another app or of this machine that the package may replace; repeatable',
      collect,
      [],
    )
    .option(
      '--accept-privileged <pod>',
      'pod, as NAMESPACE/NAME, that may do what Pod Security baseline forbids; repeatable',
      collect,
      [],
    )
    .option('--downgrade', 'allow an older version to replace a newer one')
    .option('--name <name>', 'name of the app, if the package does not contain it')
    .option('--app-version <version>', 'version of the app, if the package does not contain it')
    .option(
      '--metadata <file>',
      'JSON metadata of a deployment by container-app-service: name, version, monitor, delaystart',
    )
    .option('--delay-start', 'install without starting the pods; start them with "secure-edge package start"')
    .option('--wait <seconds>', 'time to wait for a container runtime that does not answer yet', parseSeconds, 0);
  addExamples(command, [
    'package install app.package --machine shop-1 --key keys/shop-1.key.pem --verify signer.pub.pem --dry-run',
    'shows the steps of an installation',
  ]);
  addOpenerOptions(addMachineFolders(command)).action(async (file: string, options: InstallOptions) => {
    try {
      report(await install(file, options), options);
      end(ExitCode.DONE);
    } catch (error) {
      if (error instanceof ComposeRefused) for (const refusal of error.refusals) printError(refusal);
      else if (!(error instanceof InstallationFailure)) throw error;
      printError(error.message);
      end(ExitCode.FOUND);
    }
  });
}

async function install(file: string, options: InstallOptions): Promise<InstalledPackage> {
  const { verify, acceptUnsigned, imageClient } = options;
  if ((verify === undefined) === (acceptUnsigned !== true))
    throw new InputError(`package ${quote(file)}`, [
      'needs either --verify with the public key of the signer, or --accept-unsigned',
    ]);
  const opener = await openerOf(options);
  const target = withOptionNames('secure-edge package install', TARGET_OPTIONS, () => Target.parse(options.kubernetes));
  const { composeConverterFor } = await import('./compose-converter');
  const metadata = options.metadata === undefined ? undefined : readDeployMetadata(options.metadata);
  return withProgress(`installing ${file}`, (tell, printLine) =>
    installPackage({
      path: file,
      limits: limitsOf(options),
      opener,
      trustedKey: verify === undefined ? undefined : readPublicKey(verify),
      root: options.root,
      to: options.to,
      podFolder: options.staticPodPath,
      target,
      accepted: new Set(options.accept),
      judge: podSecurityJudge(target),
      compose: composeConverterFor(target, options.to),
      acceptedPrivileges: new Set(options.acceptPrivileged),
      acceptedImages: new Set(options.acceptImage),
      downgrade: options.downgrade === true,
      imageClient,
      identity: {
        name: options.name ?? metadata?.name,
        version: options.appVersion ?? metadata?.version,
      },
      monitor: metadata?.monitor,
      delayStart: options.delayStart ?? metadata?.delayStart,
      now: new Date().toISOString(),
      patience: options.wait,
      dryRun: options.dryRun === true,
      onProgress: (what, done, of) => tell(done ?? what, of),
      onNotes: (notes) => notes.forEach(printLine),
    }),
  );
}

function report({ app, version, before, steps }: InstalledPackage, { dryRun }: InstallOptions): void {
  for (const step of steps) print(dryRun === true ? `would ${step}` : step);
  const replaced = before === undefined || before === version ? '' : `, replaces ${before}`;
  const done = dryRun === true ? 'nothing was changed' : `is installed${replaced}`;
  print(`${app} ${version}: ${steps.length === 0 ? 'is already installed, nothing to do' : done}`);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Longest time to wait, in seconds. */
const LONGEST_WAIT = 3600;

function parseSeconds(text: string): number {
  if (/^[0-9]{1,4}$/.test(text) && Number(text) <= LONGEST_WAIT) return Number(text);
  throw new InvalidArgumentError(`must be a number of seconds, at most ${LONGEST_WAIT}.`);
}
