import { Option, type Command } from 'commander';
import { packOption } from './check';
import type { ExitCode } from './exit-code';
import type { RulesOptions } from './run-rules';

/** `secure-edge rules`: shows every rule, pack and framework mapping. */
export function addRules(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('rules')
    .description('show the rules of packs, and the controls of standards that they show evidence for')
    .addOption(packOption().default([], 'all'))
    .addOption(
      new Option('--format <format>', 'how they are written').choices(['text', 'json', 'markdown']).default('text'),
    )
    .action(async (options: RulesOptions) => {
      const { runRules } = await import('./run-rules');
      end(runRules(options));
    });
}
