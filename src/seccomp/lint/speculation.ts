import { Severity } from '../../diagnostics/severity';
import { example } from './example';
import type { SeccompLint } from './lint';

const FLAG = 'SECCOMP_FILTER_FLAG_SPEC_ALLOW';

/** A mitigation of the processor's leaks is turned off. */
export const speculation: SeccompLint = {
  id: 'speculation',
  severity: Severity.LOW,
  title: "a mitigation of the processor's leaks is off",
  rationale: 'The flag leaves processes without the mitigation of Speculative Store Bypass, for speed.',
  check: (file) =>
    file.flags.includes(FLAG)
      ? [
          {
            line: file._lineOf('flags'),
            message: `the flag ${FLAG} turns off the mitigation of Speculative Store Bypass`,
            fix: 'leave it out unless its speed is needed',
          },
        ]
      : [],
  good: example('', '"defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_LOG"]'),
  bad: example('', `"defaultAction": "SCMP_ACT_ERRNO", "flags": ["${FLAG}"]`),
};
