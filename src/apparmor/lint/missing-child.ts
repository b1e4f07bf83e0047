import { quote } from '../../input-error';
import { Severity } from '../../severity';
import { overlap } from '../glob-overlap';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';
import type { LintSubject } from './subject';

/** An execution under a child that the profile does not have. */
export const missingChild: AppArmorLint = {
  id: 'missing-child',
  severity: Severity.HIGH,
  title: 'a program is to run under a child that is missing',
  rationale: 'The parser compiles it, and every such execution fails, or falls back to what the mode names.',
  check: (profile) =>
    profile
      .of(FileRule)
      .filter(({ rule }) => /^c/i.test(rule.exec?.mode ?? '') && !hasChild(profile, rule))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.path} runs under ${rule.exec?.target === undefined ? 'a child for its path' : `the child ${quote(rule.exec.target)}`}, which ${quote(profile.name)} does not have`,
        fix: 'add the child, or run the program under this profile (ix)',
      })),
  good: '/bin/tool Cx -> tool,\nprofile tool flags=(attach_disconnected, mediate_deleted) {\n  /bin/tool mr,\n  signal (receive) peer=unconfined,\n}',
  bad: '/bin/tool Cx -> tool,',
};

/** By its name, or, where the rule names none, by the path that the child is for. */
function hasChild(profile: LintSubject, rule: FileRule): boolean {
  const { target } = rule.exec ?? {};
  if (target !== undefined) return profile.children.some(({ name }) => name === target);
  const programs = profile.glob(rule.path);
  return profile.children.some(({ name, attachment = name }) => {
    const own = profile.glob(attachment);
    return programs !== undefined && own !== undefined && overlap(programs, own);
  });
}
