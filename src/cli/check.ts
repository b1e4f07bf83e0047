import { Option, type Command } from 'commander';
import { SEVERITIES, Severity } from '../diagnostics/severity';
import type { ExitCode } from './exit-code';
import type { CheckOptions } from './run-check';
import { addExamples } from './examples';

/** Formats of a report. */
export const REPORT_FORMATS: ReadonlyArray<string> = ['text', 'json', 'sarif', 'junit', 'markdown', 'html'];

/** Adds the command `secure-edge check`, which checks the manifests at some paths. */
export function addCheck(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .description('Check Kubernetes manifests against the rules of one or more packs.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(kubernetesOption('1.0 to 1.37, latest or izuma-edge'))
    .addOption(appArmorOption())
    .addOption(packOption())
    .addOption(new Option('--format <format>', 'format of the report').choices(REPORT_FORMATS).default('text'))
    .option('--details', 'show field, rationale, standards and fix of each finding in the text form')
    .option('--output <file>', 'write the report to a file instead of standard output')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity of an open finding that ends with exit code 1')
        .choices(SEVERITIES)
        .default(Severity.HIGH),
    )
    .addOption(
      new Option('--as-of <date>', 'date on which acknowledgements are judged, as YYYY-MM-DD').default(
        new Date().toISOString().slice(0, 10),
        'today',
      ),
    )
    .option('--no-acknowledgements', 'ignore the acknowledgements in manifests')
    .addOption(
      listOption(
        '--never-accept <rule>',
        'rule whose findings cannot be acknowledged, such as no-privileged; repeatable',
      ),
    )
    .option('--baseline <file>', 'file with known findings: they are listed, and do not affect the exit code')
    .option('--write-baseline <file>', 'write all open findings to a file for --baseline')
    .addOption(listOption('--exclude <glob>', "files or folders to skip, such as 'charts/**'; repeatable"))
    .addOption(
      listOption(
        '--exclude-kind <group/kind>',
        'custom kind that need not be judged, such as argoproj.io/Workflow; repeatable',
      ),
    )
    .addOption(
      listOption('--crds <path>', 'file or folder with CustomResourceDefinitions, whose schemas are used; repeatable'),
    )
    .addOption(configOption())
    .addOption(noConfigOption())
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const { runCheck } = await import('./run-check');
      const { configured } = await import('./configured');
      end(await runCheck(paths, configured<CheckOptions>(command)));
    });
  addExamples(
    command,
    ['check manifests/ --kubernetes 1.30', 'checks a folder for Kubernetes 1.30'],
    ['check - < app.yaml', 'checks standard input'],
    ['check app.yaml --details', 'shows why each finding matters, and how to fix it'],
    ['check cluster.yaml --write-baseline known.json', 'records the findings of a cluster'],
    ['check cluster.yaml --baseline known.json', 'fails only for new findings'],
    ['check app.yaml --pack pss-restricted --format sarif --output check.sarif', 'writes a report for code scanning'],
  );
}

/** Creates an option that can be given several times. */
export function listOption(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value: string, before: string[]) => [...before, value])
    .default([], 'none');
}

/** Creates the option `--kubernetes`, which can be given several times. */
export function kubernetesOption(names: string): Option {
  const description = `Kubernetes of the cluster: ${names}; GLOB=TARGET for some of the files, such as 'dist/edge*=izuma-edge'; repeatable`;
  // the default of the library's targets, repeated here so that they need not be loaded
  return new Option('--kubernetes <target>', description)
    .argParser((value: string, before: string[]) => [...before, value])
    .default([], '1.27');
}

/** Creates the option `--config`. */
export function configOption(): Option {
  return new Option('--config <file>', 'file with settings of the project; default: .secure-edge.yaml, if it exists');
}

/** Creates the option `--no-config`. */
export function noConfigOption(): Option {
  return new Option('--no-config', 'do not read .secure-edge.yaml');
}

/** Creates the option `--apparmor`. */
export function appArmorOption(): Option {
  return new Option(
    '--apparmor <answer>',
    'whether the nodes have AppArmor; without it, the kubelet rejects every profile',
  )
    .choices(['yes', 'no', 'unknown'])
    .default('unknown');
}

/** Creates the option `--pack`, which can be given several times. */
export function packOption(): Option {
  return new Option(
    '--pack <name>',
    'pack of rules: edge, pss-baseline, pss-restricted, nist-800-190, cis, nsa-cisa, or a JavaScript file that exports a Pack, such as ./own.js; repeatable',
  )
    .argParser((name: string, before: string[]) => [...before, name])
    .default([], 'edge');
}
