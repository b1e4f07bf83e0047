import { Option, type Command } from 'commander';
import { SEVERITIES, Severity } from '../diagnostics/severity';
import type { ExitCode } from './exit-code';
import type { CheckOptions } from './run-check';

/** How a report can be written. */
export const REPORT_FORMATS: ReadonlyArray<string> = ['text', 'json', 'sarif', 'junit', 'markdown', 'html'];

/** `secure-edge check`: judges the manifests at some paths. */
export function addCheck(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('judge Kubernetes manifests; 1 ends it where something is found, 2 where something cannot be read')
    .argument('<path...>', 'files, folders, or - for standard input')
    // the default of the library's targets, which need not be loaded for it
    .option('--kubernetes <version>', 'the Kubernetes that will read them: 1.0 to 1.37, or latest', '1.27')
    .addOption(packOption())
    .addOption(new Option('--format <format>', 'how the report is written').choices(REPORT_FORMATS).default('text'))
    .option('--output <file>', 'file for the report; standard output without it')
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that ends with 1')
        .choices(SEVERITIES)
        .default(Severity.HIGH),
    )
    .addOption(
      new Option('--as-of <date>', 'the day, as YYYY-MM-DD, on which acknowledgements are judged').default(
        new Date().toISOString().slice(0, 10),
        'today',
      ),
    )
    .option('--no-acknowledgements', 'accept no acknowledgement that a manifest carries')
    .addOption(
      listOption(
        '--never-accept <rule>',
        'a rule whose findings no acknowledgement accepts, again for another one: --never-accept no-privileged',
      ),
    )
    .addOption(
      listOption('--exclude <glob>', "files or folders that are not read, again for others: --exclude 'charts/**'"),
    )
    .addOption(
      listOption(
        '--exclude-kind <group/kind>',
        'a custom kind that need not be judged, again for another one: --exclude-kind argoproj.io/Workflow',
      ),
    )
    .action(async (paths: string[], options: CheckOptions) => {
      const { runCheck } = await import('./run-check');
      end(await runCheck(paths, options));
    });
}

/** An option that can be given several times. */
function listOption(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value: string, before: string[]) => [...before, value])
    .default([], 'none');
}

/** The packs that are named, each with an option of its own. */
export function packOption(): Option {
  return new Option(
    '--pack <name>',
    'a pack of rules, again for another one: edge (by default), pss-baseline, pss-restricted, nist-800-190, cis, nsa-cisa, or a JavaScript file such as ./own.js that exports a Pack',
  )
    .argParser((name: string, before: string[]) => [...before, name])
    .default([], 'edge');
}
