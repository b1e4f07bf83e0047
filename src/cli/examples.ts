import type { Command } from 'commander';

/** Command line with what it does. */
export interface Example {
  /** Command line, without `secure-edge`. */
  readonly line: string;
  /** Effect, as a verb in the third person. */
  readonly does: string;
}

const EXAMPLES = new WeakMap<Command, ReadonlyArray<Example>>();

/** Adds examples to the help of a command. */
export function addExamples(command: Command, ...examples: [line: string, does: string][]): Command {
  EXAMPLES.set(
    command,
    examples.map(([line, does]) => ({ line, does })),
  );
  const text = examples.map(([line, does]) => `  # ${does}\n  secure-edge ${line}\n`).join('');
  return command.addHelpText('after', `\nExamples:\n${text.trimEnd()}`);
}

/** Returns the examples in the help of a command. */
export function examplesOf(command: Command): ReadonlyArray<Example> {
  return EXAMPLES.get(command) ?? [];
}
