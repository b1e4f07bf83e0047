import type { Command } from 'commander';
import { SeccompFile } from '../seccomp/seccomp-file';
import { SeccompSyntaxError } from '../diagnostics/profile-syntax-error';
import type { ExitCode } from './exit-code';
import { addProfileLint } from './profile-lint';

/** `secure-edge seccomp`: reads, judges and writes back seccomp profiles. */
export function addSeccomp(program: Command, end: (code: ExitCode) => void): void {
  addProfileLint(program, end, {
    command: 'seccomp',
    description: "judge seccomp profiles, the runtime's form and that of container engines",
    lint: (text, file) => {
      const profile = SeccompFile.parse(text, file);
      return { profiles: [profile.name], findings: profile.lint(), render: () => profile.render() };
    },
    isSyntaxError: (error) => error instanceof SeccompSyntaxError,
  });
}
