import { Severity } from '../../diagnostics/severity';
import { AllRule } from '../rules/all-rule';
import type { AppArmorLint } from './lint';

/** One rule that gives everything away. */
export const allowsAll: AppArmorLint = {
  id: 'allows-all',
  severity: Severity.CRITICAL,
  title: 'everything of every kind is allowed',
  rationale:
    'Under "all," a profile confines nothing but what it refuses by name: files, capabilities, mounts, other processes.',
  check: (profile) =>
    profile
      .of(AllRule)
      .filter(({ rule }) => !rule.denies)
      .map(({ line }) => ({
        line,
        message: 'everything is allowed',
        fix: 'allow what the program needs, kind by kind',
      })),
  good: 'network inet stream,',
  bad: 'all,',
};
