import { Option, type Command } from 'commander';
import { appArmorOption, listOption } from './check';
import { addExamples } from './examples';
import type { ExitCode } from './exit-code';
import type { ComposeOptions } from './run-compose';

/** Adds the command `secure-edge compose`, which converts a Compose project. */
export function addCompose(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('compose')
    .description(
      'Convert a Compose project to hardened manifests. A report accounts for every value; what makes a pod weaker is left out unless it is accepted, and ends with exit code 1.',
    )
    .argument('<file...>', 'Compose files, which are merged in this order')
    .requiredOption('--output <folder>', 'folder for PROJECT.k8s.yaml, or PROJECT.ts, and loss.json')
    .addOption(new Option('--format <format>', 'form of the app').choices(['yaml', 'typescript']).default('yaml'))
    .option('--kubernetes <target>', 'Kubernetes of the cluster: 1.13 to 1.37, or izuma-edge', '1.27')
    .addOption(appArmorOption())
    .option('--namespace <name>', "namespace of the objects; by default the project's name")
    .option('--no-namespace', 'leave the namespace to kubectl')
    .addOption(listOption('--profile <name>', 'profile whose services are converted; repeatable'))
    .addOption(listOption('--env-file <file>', 'file with variables instead of .env beside the first file; repeatable'))
    .addOption(
      listOption(
        '--accept <weakness>',
        'weakness to keep, such as privileged:camera, or privileged for every service; repeatable',
      ),
    )
    .option('--project-name <name>', 'name of the project; by default that of the files, or of their folder')
    .option('--gateway <name>', 'gateway that runs the project')
    .option('--identities <file>', 'registry of the users of apps')
    .option('--images <file>', 'lock file with the digests of images')
    .action(async (files: string[], options: ComposeOptions) => {
      const { runCompose } = await import('./run-compose');
      end(runCompose(files, options));
    });
  addExamples(
    command,
    ['compose docker-compose.yml --output out/', 'writes the manifests and the report'],
    ['compose docker-compose.yml --output out/ --accept root-user:db', 'lets the service db run as root'],
  );
}
