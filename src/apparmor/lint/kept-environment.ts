import { Severity } from '../../diagnostics/severity';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';

/** A program under another profile takes over its parent's environment. */
export const keptEnvironment: AppArmorLint = {
  id: 'kept-environment',
  severity: Severity.LOW,
  title: 'LD_PRELOAD reaches a program under another profile',
  rationale:
    'With px and cx the environment stays, and with it LD_PRELOAD: the parent runs its own code under the profile of the child.',
  check: (profile) =>
    profile
      .of(FileRule)
      .filter(({ rule }) => keepsEnvironment(rule))
      .map(({ rule, line }) => {
        const mode = rule.exec?.mode ?? '';
        return {
          line,
          message: `${rule.path} runs under another profile with its parent's environment (${mode})`,
          fix: `write ${(mode[0] ?? '').toUpperCase()}${mode.slice(1).replace('u', 'U')}, which scrubs it`,
        };
      }),
  good: '/bin/tool Px,',
  bad: '/bin/tool px,',
};

/** `safe` and `unsafe` before the rule win over the case of its mode. */
function keepsEnvironment({ exec }: FileRule): boolean {
  if (exec === undefined || !/^[pc]/i.test(exec.mode)) return false;
  return exec._prefix === 'unsafe' || (exec._prefix === undefined && /^[pc]/.test(exec.mode));
}
