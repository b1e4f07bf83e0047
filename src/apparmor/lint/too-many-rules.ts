import { Severity } from '../../severity';
import type { AppArmorLint } from './lint';

/** What the others did not look at. */
export const tooManyRules: AppArmorLint = {
  id: 'too-many-rules',
  severity: Severity.LOW,
  title: 'the profile was not looked at as a whole',
  rationale:
    'To tell which refusal takes back which allowance, rules on files are compared with each other. With thousands of each that is given up.',
  check: ({ files, line }) =>
    files.exhausted
      ? [
          {
            line,
            message: 'there are too many rules on files to compare each with each',
            fix: 'split the profile into children, or write globs in the place of lists',
          },
        ]
      : [],
  good: '/data/** rw,',
  bad: Array.from({ length: 300 }, (_, i) => `/data/${i} r,\ndeny /**/no-${i} r,`).join('\n'),
};
