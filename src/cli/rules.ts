import { Option, type Command } from 'commander';
import { configOption, noConfigOption, packOption } from './check';
import type { ExitCode } from './exit-code';
import type { RulesOptions } from './run-rules';
import { addExamples } from './examples';

/** Adds the command `secure-edge rules`, which lists rules, packs and the controls of standards. */
export function addRules(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('rules')
    .description('List the rules of packs, or show one rule with its examples, its fix and the controls of standards.')
    .argument('[rule]', 'id of the rule to show, such as no-privileged; without it, list all rules')
    .addOption(packOption().default([], 'all'))
    .addOption(
      new Option('--format <format>', 'format of the list').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addOption(configOption())
    .addOption(noConfigOption())
    .action(async (rule: string | undefined, _options: unknown, command: Command) => {
      const { runRules } = await import('./run-rules');
      const { configured } = await import('./configured');
      end(await runRules(rule, configured<RulesOptions>(command)));
    });
  addExamples(
    command,
    ['rules', 'lists all rules'],
    ['rules no-host-path', 'shows one rule with its examples and its fix'],
    ['rules --pack nist-800-190 --format markdown', 'lists the rules of a pack as Markdown'],
  );
}
