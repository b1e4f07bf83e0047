import { Severity } from '../../diagnostics/severity';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';

/** Finds a program that runs under another profile and keeps the environment of its parent. */
export const keptEnvironment: AppArmorLint = {
  id: 'kept-environment',
  severity: Severity.LOW,
  title: 'a program under another profile keeps LD_PRELOAD',
  rationale:
    'The modes px and cx keep the environment, including LD_PRELOAD, so the parent process can run its own code under the profile of the child process.',
  check: (profile) =>
    profile
      .of(FileRule)
      .filter(({ rule }) => keepsEnvironment(rule))
      .map(({ rule, line }) => {
        const mode = rule.exec?.mode ?? '';
        return {
          line,
          message: `${rule.path} runs under another profile with the environment of its parent (${mode})`,
          fix: `use ${(mode[0] ?? '').toUpperCase()}${mode.slice(1).replace('u', 'U')}, which scrubs the environment`,
        };
      }),
  good: '/bin/tool Px,',
  bad: '/bin/tool px,',
};

/** True if the mode keeps the environment. The words `safe` and `unsafe` before the rule override the case of its mode. */
function keepsEnvironment({ exec }: FileRule): boolean {
  if (exec === undefined || !/^[pc]/i.test(exec.mode)) return false;
  return exec._prefix === 'unsafe' || (exec._prefix === undefined && /^[pc]/.test(exec.mode));
}
