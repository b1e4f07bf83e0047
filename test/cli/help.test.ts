import type { Command } from 'commander';
import { examplesOf } from '../../src/cli/examples';
import { createProgram, everyCommand } from '../../src/cli/program';

const nothing = (): void => undefined;

/** Words of a command line, without quotes and without what a redirection leads to. */
function wordsOf(line: string): string[] {
  const words = line.match(/'[^']*'|\S+/g) ?? [];
  const end = words.findIndex((word) => word === '>' || word === '<' || word === '|');
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^'|'$/g, ''));
}

/** Finds the command of a command line, and the words after it. */
function commandOf(program: Command, words: string[]): { command: Command; rest: string[] } {
  const [word, ...rest] = words;
  const command = program.commands.find((each) => each.name() === word);
  return command === undefined ? { command: program, rest: words } : commandOf(command, rest);
}

test('every command has examples, each of which is a valid command line', async () => {
  const program = await createProgram([], nothing);
  const commands = everyCommand(program);
  expect(commands.length).toBeGreaterThan(15);
  for (const command of commands) {
    const examples = examplesOf(command);
    expect([command.name(), examples.length > 0]).toEqual([command.name(), true]);
    for (const { line } of examples) {
      // options keep their values after a parse
      const fresh = await createProgram([], nothing);
      const { command: used, rest } = commandOf(fresh, wordsOf(line));
      if (command.parent !== null) expect([line, used.name()]).toEqual([line, expect.any(String)]);
      const { operands, unknown } = used.parseOptions(rest);
      const globals = unknown.length === 0 ? [] : fresh.parseOptions(unknown).unknown;
      expect([line, globals]).toEqual([line, []]);
      expect([line, operands.length >= used.registeredArguments.filter((arg) => arg.required).length]).toEqual([
        line,
        true,
      ]);
      for (const option of used.options.filter(({ mandatory }) => mandatory))
        expect([line, option.flags, used.getOptionValue(option.attributeName())]).not.toContain(undefined);
    }
  }
});

test('the help of a command shows its examples and the global options', async () => {
  let text = '';
  const program = await createProgram(['check'], nothing);
  for (const command of everyCommand(program)) command.configureOutput({ writeOut: (out) => (text += out) });
  await expect(program.parseAsync(['check', '--help'], { from: 'user' })).rejects.toThrow();
  expect(text).toMatch(/\nGlobal Options:\n[^]*--color <when>/);
  expect(text).toMatch(/\nExamples:\n {2}# \S[^\n]*\n {2}secure-edge check /);
});

describe('an error about the use of a command', () => {
  const said = async (args: string[]): Promise<string> => {
    let text = '';
    const program = await createProgram(args, nothing);
    for (const command of everyCommand(program))
      command.configureOutput({ writeErr: nothing, outputError: (out) => (text += out) });
    await program.parseAsync(args, { from: 'user' }).catch(nothing);
    return text;
  };

  test('names all missing arguments and options at once', async () => {
    expect(await said(['package', 'pack'])).toBe(
      "error: missing required argument 'folder', and required options '--output <file>', '--name <name>', '--app-version <version>'\n",
    );
    expect(await said(['package', 'pack', 'app/', '--name', 'web'])).toBe(
      "error: missing required options '--output <file>', '--app-version <version>'\n",
    );
    expect(await said(['check'])).toBe("error: missing required argument 'path'\n");
  });

  test.each([
    [['check', 'x', '--format', 'jsno'], 'json'],
    [['check', 'x', '--fail-on', 'hihg'], 'high'],
    [['check', 'x', '--detials'], '--details'],
    [['identity', 'asign', 'web'], 'assign'],
    [['chek'], 'check'],
    [['package', 'opne'], 'open'],
  ])('of %j suggests %s', async (args, suggestion) => {
    expect(await said(args)).toContain(`\n(Did you mean ${suggestion}?)\n`);
  });

  test('suggests nothing that is not similar', async () => {
    expect(await said(['check', 'x', '--format', 'spreadsheet'])).not.toContain('Did you mean');
  });
});
