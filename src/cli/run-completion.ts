import type { Command } from 'commander';
import { CONTROL_NAMES } from '../hardening/hardening-control';
import { TARGET_CHOICES } from '../kubernetes/target';
import { BuiltInPacks } from '../policy/built-in-packs';
import { BuiltInRules } from '../policy/built-in-rules';
import { bashCompletion } from './completion/bash';
import { completionsOf, type Completion } from './completion/completion';
import { fishCompletion } from './completion/fish';
import { zshCompletion } from './completion/zsh';
import { ExitCode } from './exit-code';

const WRITERS: Readonly<Record<string, (completions: ReadonlyArray<Completion>) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Writes the script that completes command lines of a program in a shell. */
export function runCompletion(program: Command, shell: string): ExitCode {
  const words = {
    rule: BuiltInRules.all().map(({ id }) => id),
    pack: BuiltInPacks.all().map(({ name }) => name),
    control: CONTROL_NAMES,
    target: TARGET_CHOICES,
  };
  process.stdout.write(WRITERS[shell]?.(completionsOf(program, words)) ?? '');
  return ExitCode.DONE;
}
