import { Argument, type Command } from 'commander';
import type { ExitCode } from './exit-code';
import { addExamples } from './examples';

/** Shells whose completion can be written. */
const SHELLS: ReadonlyArray<string> = ['bash', 'zsh', 'fish'];

/** Adds the command `secure-edge completion`, which writes the script that completes command lines in a shell. */
export function addCompletion(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('completion')
    .description('Write the script that completes commands, options and rules in a shell.')
    .addArgument(new Argument('<shell>', 'shell of the script').choices(SHELLS))
    .action(async (shell: string) => {
      const { runCompletion } = await import('./run-completion');
      end(runCompletion(program, shell));
    });
  addExamples(
    command,
    ['completion bash > ~/.local/share/bash-completion/completions/secure-edge', 'installs the completion of bash'],
    ['completion zsh > ~/.zfunc/_secure-edge', 'installs the completion of zsh, if zsh reads functions in ~/.zfunc'],
    ['completion fish > ~/.config/fish/completions/secure-edge.fish', 'installs the completion of fish'],
  );
}
