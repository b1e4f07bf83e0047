import { Severity } from '../../diagnostics/severity';
import { AllRule } from '../rules/all-rule';
import type { AppArmorLint } from './lint';

/** Finds a rule that allows everything. */
export const allowsAll: AppArmorLint = {
  id: 'allows-all',
  severity: Severity.CRITICAL,
  title: 'a rule allows everything',
  rationale:
    'With the rule "all," a profile allows every file, capability, mount and process, except what its deny rules list.',
  check: (profile) =>
    profile
      .of(AllRule)
      .filter(({ rule }) => !rule.denies)
      .map(({ line }) => ({
        line,
        message: 'the rule allows everything',
        fix: 'allow only what the program needs, with rules for each kind of access',
      })),
  good: 'network inet stream,',
  bad: 'all,',
};
