import type { Command } from 'commander';
import { SeccompFile } from '../seccomp/seccomp-file';
import type { ExitCode } from './exit-code';
import { addProfileLint } from './profile-lint';

/** Adds the command `secure-edge seccomp`, which reads, checks and writes back seccomp profiles. */
export function addSeccomp(program: Command, end: (code: ExitCode) => void): void {
  addProfileLint(program, end, {
    command: 'seccomp',
    description: 'Check seccomp profiles, in the form of the OCI runtime or of container engines.',
    examples: [
      ['seccomp web.json', 'checks a profile'],
      ['seccomp web.json --format json', 'checks a profile, for programs'],
    ],
    lint: (text, file) => {
      const profile = SeccompFile.parse(text, file);
      return { profiles: [profile.name], findings: profile.lint(), render: () => profile.render() };
    },
  });
}
