import type { Command } from 'commander';
import { AppArmorFile } from '../apparmor/apparmor-file';
import { includeCycles } from '../apparmor/include-cycle';
import { lintAppArmor } from '../apparmor/lint/lints';
import { fileSubjects } from '../apparmor/lint/file-subjects';
import { AppArmorParserVersion } from '../apparmor/parser-version';
import type { LintedFile } from '../report/profile-report';
import type { ExitCode } from './exit-code';
import { addProfileLint } from './profile-lint';

/** Syntax of the newest parser. A lint reports what older parsers reject. */
const parserVersion = AppArmorParserVersion.V4_1;

/** Adds the command `secure-edge apparmor`, which reads, checks and writes back AppArmor profiles. */
export function addAppArmor(program: Command, end: (code: ExitCode) => void): void {
  addProfileLint<LintedFile & { readonly parsed: AppArmorFile }>(program, end, {
    command: 'apparmor',
    description: 'Check AppArmor profiles.',
    examples: [
      ['apparmor profiles/web', 'checks the profiles in a file'],
      ['apparmor profiles/web --render', 'writes them as they were read'],
    ],
    lint: (text, file) => {
      const parsed = AppArmorFile.recognize(text, { file, parserVersion });
      const subjects = fileSubjects(parsed);
      return {
        profiles: subjects.map(({ name }) => name),
        findings: lintAppArmor(subjects),
        render: () => parsed.render(),
        parsed,
      };
    },
    conflicts: (files) => includeCycles(files.map(({ parsed }) => parsed)),
  });
}
