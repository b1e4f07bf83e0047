import { join } from 'node:path';
import { Command, Help } from 'commander';
import { addAppArmor } from '../../src/cli/apparmor';
import { addCheck } from '../../src/cli/check';
import { addCompletion } from '../../src/cli/completion';
import { addCompose } from '../../src/cli/compose';
import { addGateway } from '../../src/cli/gateway';
import { addHarden } from '../../src/cli/harden';
import { addIdentity } from '../../src/cli/identity';
import { addImages } from '../../src/cli/images';
import { addInit } from '../../src/cli/init';
import { addPackage } from '../../src/cli/package/package';
import { addRules } from '../../src/cli/rules';
import { addSeccomp } from '../../src/cli/seccomp';
import { command } from '../lib/command';
import { ROOT } from '../lib/repository';

const ADD = [
  addAppArmor,
  addCheck,
  addCompletion,
  addCompose,
  addGateway,
  addHarden,
  addIdentity,
  addImages,
  addInit,
  addPackage,
  addRules,
  addSeccomp,
];

/**
 * Texts of `--help` by the name of the command: descriptions of commands, arguments and options, each in a paragraph.
 *
 * @throws if a command of `secure-edge --help` is missing here
 */
export function helpTexts(): Map<string, string> {
  const program = new Command('secure-edge');
  for (const add of ADD) add(program, () => undefined);
  const printed = command(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli/secure-edge.ts'), '--help']);
  const missing = commandsIn(printed).filter((name) => !program.commands.some((each) => each.name() === name));
  if (missing.length > 0) throw new Error(`scripts/prose/help.ts: add the commands ${missing.join(', ')}`);

  const texts = new Map([['secure-edge', printed]]);
  for (const each of program.commands) collect(each, 'secure-edge', texts);
  return texts;
}

function commandsIn(help: string): string[] {
  const list = /^Commands:\n((?: .*\n?)*)/m.exec(help)?.[1] ?? '';
  return [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'help');
}

function collect(each: Command, parent: string, texts: Map<string, string>): void {
  const help = new Help();
  const name = `${parent} ${each.name()}`;
  const described = [
    ...help.visibleArguments(each).map((argument) => help.argumentDescription(argument)),
    ...help.visibleOptions(each).map((option) => help.optionDescription(option)),
  ];
  texts.set(name, [help.commandDescription(each), ...described].join('\n\n'));
  for (const child of each.commands) collect(child, name, texts);
}
