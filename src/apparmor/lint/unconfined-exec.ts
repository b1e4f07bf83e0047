import { Severity } from '../../diagnostics/severity';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';

/** A program leaves the confinement. */
export const unconfinedExec: AppArmorLint = {
  id: 'unconfined-exec',
  severity: Severity.CRITICAL,
  title: 'a program runs under no profile',
  rationale:
    'Who may start a program unconfined (ux), or unconfined where a profile is missing (pux, cux), has left the profile with it.',
  check: (profile) =>
    profile.of(FileRule).flatMap(({ rule, line }) => {
      const mode = rule.exec?.mode ?? '';
      if (!/u/i.test(mode)) return [];
      const always = /^u/i.test(mode);
      return [
        {
          line,
          ...(!always && { severity: Severity.HIGH }),
          message: always
            ? `${rule.path} runs under no profile at all (${mode})`
            : `${rule.path} runs under no profile when ${rule.exec?.target ?? 'its own'} is not loaded (${mode})`,
          fix: always ? 'run it under this profile (ix) or a child (Cx)' : `leave out the u: ${mode.replace(/u/i, '')}`,
        },
      ];
    }),
  good: '/bin/app ix,\n/bin/tool Px,',
  bad: '/bin/app ux,',
};
