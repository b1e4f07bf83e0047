import { Severity } from '../../diagnostics/severity';
import { writtenFlagProblems } from '../flag';
import { AppArmorParserVersion, isOlder } from '../parser-version';
import type { AppArmorLint, AppArmorMark } from './lint';
import type { LintSubject } from './subject';

const V3_0 = AppArmorParserVersion.V3_0;

/** Finds rules and flags that the parser of many nodes rejects. */
export const newerParser: AppArmorLint = {
  id: 'newer-parser',
  severity: Severity.HIGH,
  title: 'the parser of AppArmor 3.0 rejects the profile',
  rationale:
    'Debian 12 and Ubuntu 22.04 have AppArmor 3.0. If its parser does not know one rule, it does not load the file at all, and no container starts under the profiles of the file.',
  check: (profile) => [...abi(profile), ...flags(profile), ...rules(profile)],
  good: 'network inet stream,',
  bad: 'userns create,',
};

function abi(profile: LintSubject): AppArmorMark[] {
  if (profile.abi === undefined || !/^abi\/[4-9]/.test(profile.abi) || profile.name.includes('//')) return [];
  return [{ line: profile.line, message: `AppArmor 3.0 does not have <${profile.abi}>`, fix: 'write abi <abi/3.0>,' }];
}

function flags(profile: LintSubject): AppArmorMark[] {
  return writtenFlagProblems(profile.flags, V3_0)
    .filter((problem) => problem.includes(' needs AppArmor '))
    .map((problem) => ({
      line: profile.line,
      message: problem.replace(/, but .*/, ''),
      fix: 'remove the flag if some nodes have AppArmor 3.0',
    }));
}

function rules(profile: LintSubject): AppArmorMark[] {
  return profile.rules
    .filter(({ rule }) => isOlder(V3_0, rule._since()))
    .map(({ rule, line }) => ({
      line,
      message: `${rule.render()} needs AppArmor ${rule._since()}`,
      fix: 'remove the rule if some nodes have AppArmor 3.0',
    }));
}
