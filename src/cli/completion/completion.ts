import type { Command, Option } from 'commander';

/** Words that follow another word. Without words, files follow. */
export interface CompletedValue {
  readonly words: ReadonlyArray<string>;
}

/** Option of a command. */
export interface CompletedOption {
  /** Names of the option, such as `-V` and `--version`. */
  readonly names: ReadonlyArray<string>;
  readonly description: string;
  /** Value of the option. Undefined if it has none. */
  readonly value?: CompletedValue;
}

/** Command below another one. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
}

/** Words that can follow a command. */
export interface Completion {
  /** Words of the command, each after a space: ` package pack`. Empty for the program itself. */
  readonly path: string;
  readonly commands: ReadonlyArray<CompletedCommand>;
  readonly options: ReadonlyArray<CompletedOption>;
  /** Arguments of the command. Undefined if it has none. */
  readonly argument?: CompletedValue;
}

/** Words for values that a command does not list itself, by the name of the option or argument. */
export type KnownWords = Readonly<Record<'rule' | 'pack' | 'control' | 'target', ReadonlyArray<string>>>;

/** Returns what can follow the program and each of its commands. */
export function completionsOf(program: Command, known: KnownWords): Completion[] {
  const visit = (command: Command, path: string, inherited: ReadonlyArray<CompletedOption>): Completion[] => {
    const options = [...command.options.map((option) => optionOf(option, known)), ...inherited];
    const commands = command.commands.map((each) => ({
      name: each.name(),
      description: firstLine(each.description()),
    }));
    const args = command.registeredArguments;
    const words = args.flatMap((arg) => arg.argChoices ?? (arg.name() === 'rule' ? known.rule : []));
    const here: Completion = {
      path,
      commands,
      options: [...options, HELP],
      ...(args.length > 0 && { argument: { words } }),
    };
    return [here, ...command.commands.flatMap((each) => visit(each, `${path} ${each.name()}`, options))];
  };
  return visit(program, '', []);
}

const HELP: CompletedOption = { names: ['--help'], description: 'display help for command' };

function optionOf(
  { short, long, required, argChoices, description, flags }: Option,
  known: KnownWords,
): CompletedOption {
  const names = [short, long].filter((name) => name !== undefined);
  if (!required) return { names, description: firstLine(description) };
  const words = argChoices ?? wordsOf(long, flags, known);
  return { names, description: firstLine(description), value: { words } };
}

function wordsOf(long: string | undefined, flags: string, known: KnownWords): ReadonlyArray<string> {
  if (long === '--pack') return known.pack;
  const value = /<(rule|control|target)>/.exec(flags)?.[1];
  return value === undefined ? [] : known[value as keyof KnownWords];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
