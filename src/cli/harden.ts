import type { Command } from 'commander';
import { appArmorOption, configOption, kubernetesOption, listOption, noConfigOption } from './check';
import type { ExitCode } from './exit-code';
import type { HardenOptions } from './run-harden';
import { addExamples } from './examples';

/** Adds the command `secure-edge harden`, which sets the missing security fields of the manifests at some paths. */
export function addHarden(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('harden')
    .description(
      'Set every missing security field of Kubernetes manifests to its safe value. Values in the manifests are kept: weak ones are reported with exit code 1.',
    )
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(kubernetesOption('1.13 to 1.37, or izuma-edge'))
    .addOption(appArmorOption())
    .addOption(
      listOption(
        '--skip <control>',
        'control to leave out: apparmor, capabilities, privilege-escalation, read-only-root, run-as-non-root, seccomp, service-account-token or service-links; repeatable',
      ),
    )
    .option('--output <folder>', 'write the hardened files to a folder instead of standard output')
    .option('--in-place', 'overwrite the files; if one of them cannot be hardened, none is written')
    .addOption(configOption())
    .addOption(noConfigOption())
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const { runHarden } = await import('./run-harden');
      const { configured } = await import('./configured');
      end(runHarden(paths, configured<HardenOptions>(command)));
    });
  addExamples(
    command,
    ['harden app.yaml > hardened.yaml', 'writes the manifest with the missing fields, and shows the changes'],
    ['harden manifests/ --output hardened/ --kubernetes 1.30', 'hardens a folder for Kubernetes 1.30'],
  );
}
