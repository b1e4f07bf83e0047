import { Severity } from '../../diagnostics/severity';
import { example } from './example';
import type { SeccompLint } from './lint';

const FLAG = 'SECCOMP_FILTER_FLAG_SPEC_ALLOW';

/** Finds a profile that turns off a mitigation for speculative execution. */
export const speculation: SeccompLint = {
  id: 'speculation',
  severity: Severity.LOW,
  title: 'a mitigation for speculative execution is off',
  rationale: 'To gain speed, the flag runs processes without the mitigation for Speculative Store Bypass.',
  check: (file) =>
    file.flags.includes(FLAG)
      ? [
          {
            line: file._lineOf('flags'),
            message: `the flag ${FLAG} turns off the mitigation for Speculative Store Bypass`,
            fix: 'remove it unless the program needs the speed',
          },
        ]
      : [],
  good: example('', '"defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_LOG"]'),
  bad: example('', `"defaultAction": "SCMP_ACT_ERRNO", "flags": ["${FLAG}"]`),
};
