import { Severity } from '../../diagnostics/severity';
import { ChangeProfileRule } from '../rules/change-profile-rule';
import type { AppArmorLint } from './lint';

/** Finds a rule that lets the program become unconfined. */
export const profileEscape: AppArmorLint = {
  id: 'profile-escape',
  severity: Severity.HIGH,
  title: 'a rule lets the program leave its profile',
  rationale:
    'A change_profile rule without a target, or with a target that matches "unconfined", lets the program leave its profile at any time.',
  check: (profile) =>
    profile
      .of(ChangeProfileRule)
      .filter(({ rule }) => !rule.denies)
      .filter(({ rule }) => rule.target === undefined || profile.matches(rule.target, 'unconfined'))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.render()} lets the program become unconfined`,
        fix: 'specify the profile that the program may change to',
      })),
  good: 'change_profile -> worker,',
  bad: 'change_profile,',
};
