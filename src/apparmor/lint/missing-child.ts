import { quote } from '../../input-error';
import { Severity } from '../../severity';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';

/** An execution under a child that the profile does not have. */
export const missingChild: AppArmorLint = {
  id: 'missing-child',
  severity: Severity.HIGH,
  title: 'a program is to run under a child that is missing',
  rationale: 'The parser compiles it, and every such execution fails, or falls back to what the mode names.',
  check: (profile) =>
    profile
      .of(FileRule)
      .filter(({ rule }) => rule.exec?.toChild === true && !profile.children.includes(rule.exec.target ?? ''))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.path} runs under the child ${quote(rule.exec?.target ?? rule.path)}, which ${quote(profile.name)} does not have`,
        fix: 'add the child, or run the program under this profile (ix)',
      })),
  good: '/bin/tool Cx -> tool,\nprofile tool {\n  /bin/tool mr,\n  signal (receive) peer=unconfined,\n}',
  bad: '/bin/tool Cx -> tool,',
};
