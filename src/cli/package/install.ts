import { Option, type Command } from 'commander';
import { ImageClient } from '../../app-package/install/image-client';
import { installPackage, type InstalledPackage } from '../../app-package/install/install-package';
import { InstallTarget } from '../../app-package/install/installation';
import { InstallationFailure } from '../../app-package/install/perform-installation';
import { readPublicKey } from '../../app-package/keys/public-key';
import { InputError, quote } from '../../diagnostics/input-error';
import { Target } from '../../kubernetes/target';
import { ExitCode } from '../exit-code';
import { print, printError } from '../print';
import { withProgress } from '../progress';
import { podSecurityJudge } from './pod-judge';
import { addOpenerOptions, limitsOf, openerOf, type OpenerOptions } from './opener-options';

interface InstallOptions extends OpenerOptions {
  readonly verify?: string;
  readonly acceptUnsigned?: boolean;
  readonly to: InstallTarget;
  readonly dryRun?: boolean;
  readonly kubernetes: string;
  readonly root: string;
  readonly staticPodPath: string;
  readonly imageClient?: string;
  readonly accept: string[];
  readonly acceptImage: string[];
  readonly acceptPrivileged: string[];
  readonly downgrade?: boolean;
}

/** `secure-edge package install`: puts what is in a package to work on this machine. */
export function addInstall(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('install')
    .description('open a package, load its images, harden its manifests, and have this machine run them')
    .argument('<file>', 'the package')
    .option('--verify <file>', 'public key that the package must be signed with')
    .option('--accept-unsigned', 'install it whoever made it')
    .addOption(
      new Option('--to <target>', 'what runs the pods')
        .choices(Object.values(InstallTarget))
        .default(InstallTarget.STATIC_PODS),
    )
    .option('--dry-run', 'say what would be done, and do none of it')
    .option('--kubernetes <version>', 'the Kubernetes of the kubelet or cluster', Target.DEFAULT_VERSION)
    .option('--root <folder>', 'where packages are installed', '/var/lib/secure-edge/packages')
    .option('--static-pod-path <folder>', "the kubelet's folder of static pods", '/etc/kubernetes/manifests')
    .addOption(
      new Option(
        '--image-client <program>',
        'what loads images; else what belongs to the runtime that is there',
      ).choices(ImageClient.NAMES),
    )
    .option(
      '--accept <kind>',
      'leave out objects of a kind that a kubelet alone does not know; repeatable',
      collect,
      [],
    )
    .option(
      '--accept-image <name>',
      'let the package give a new meaning to an image name of another app or of this machine; repeatable',
      collect,
      [],
    )
    .option(
      '--accept-privileged <pod>',
      'let a pod, as NAMESPACE/NAME, do what Pod Security baseline forbids; repeatable',
      collect,
      [],
    )
    .option('--downgrade', 'let an older version replace a newer one');
  addOpenerOptions(command).action(async (file: string, options: InstallOptions) => {
    try {
      report(await install(file, options), options);
      end(ExitCode.DONE);
    } catch (error) {
      if (!(error instanceof InstallationFailure)) throw error;
      printError(error.message);
      end(ExitCode.FOUND);
    }
  });
}

async function install(file: string, options: InstallOptions): Promise<InstalledPackage> {
  const { verify, acceptUnsigned, imageClient } = options;
  if ((verify === undefined) === (acceptUnsigned !== true))
    throw new InputError(`package ${quote(file)}`, [
      'takes --verify with the public key of who signed it, or --accept-unsigned: one of them',
    ]);
  const opener = await openerOf(options);
  const target = Target.parse(options.kubernetes);
  return withProgress(`installing ${file}`, (tell, printLine) =>
    installPackage({
      path: file,
      limits: limitsOf(options),
      ...(opener && { opener }),
      trustedKey: verify === undefined ? undefined : readPublicKey(verify),
      root: options.root,
      to: options.to,
      podFolder: options.staticPodPath,
      target,
      accepted: new Set(options.accept),
      judge: podSecurityJudge(target),
      acceptedPrivileges: new Set(options.acceptPrivileged),
      acceptedImages: new Set(options.acceptImage),
      downgrade: options.downgrade === true,
      ...(imageClient !== undefined && { imageClient }),
      dryRun: options.dryRun === true,
      onProgress: (what, done, of) => tell(done ?? what, of),
      onNotes: (notes) => notes.forEach(printLine),
    }),
  );
}

function report({ app, version, before, steps }: InstalledPackage, { dryRun }: InstallOptions): void {
  for (const step of steps) print(dryRun === true ? `would ${step}` : step);
  const replaced = before === undefined || before === version ? '' : `, in place of ${before}`;
  const done = dryRun === true ? 'nothing was changed' : `is installed${replaced}`;
  print(`${app} ${version}: ${steps.length === 0 ? 'is installed already, nothing to do' : done}`);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
