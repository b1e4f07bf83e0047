import { Severity } from '../../diagnostics/severity';
import { ChangeProfileRule } from '../rules/change-profile-rule';
import type { AppArmorLint } from './lint';

/** The program may choose to be unconfined. */
export const profileEscape: AppArmorLint = {
  id: 'profile-escape',
  severity: Severity.HIGH,
  title: 'the program may leave its profile',
  rationale:
    'change_profile without a target, or with one that matches "unconfined", lets the program leave when it likes.',
  check: (profile) =>
    profile
      .of(ChangeProfileRule)
      .filter(({ rule }) => !rule.denies)
      .filter(({ rule }) => rule.target === undefined || profile.matches(rule.target, 'unconfined'))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.render()} lets the program become unconfined`,
        fix: 'name the profile that it may change to',
      })),
  good: 'change_profile -> worker,',
  bad: 'change_profile,',
};
