import { Severity } from '../../diagnostics/severity';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';

/** Finds a program that can run unconfined. */
export const unconfinedExec: AppArmorLint = {
  id: 'unconfined-exec',
  severity: Severity.CRITICAL,
  title: 'a program can run unconfined',
  rationale:
    'A program that can start another program unconfined (ux), or unconfined if a profile is missing (pux, cux), can leave its profile that way.',
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
            ? `${rule.path} runs unconfined (${mode})`
            : `${rule.path} runs unconfined if ${rule.exec?.target === undefined ? 'its own profile' : `the profile ${rule.exec.target}`} is not loaded (${mode})`,
          fix: always
            ? 'run it under this profile (ix) or a child profile (Cx)'
            : `remove the u: ${mode.replace(/u/i, '')}`,
        },
      ];
    }),
  good: '/bin/app ix,\n/bin/tool Px,',
  bad: '/bin/app ux,',
};
