import { Severity } from '../../diagnostics/severity';
import { SeccompArchitecture as A } from '../architecture';
import type { SeccompArchitecture } from '../architecture';
import { example } from './example';
import type { SeccompLint } from './lint';

const NARROW: ReadonlyArray<readonly [SeccompArchitecture, SeccompArchitecture[]]> = [
  [A.X86_64, [A.X86, A.X32]],
  [A.AARCH64, [A.ARM]],
  [A.S390X, [A.S390]],
];

/** Finds a profile that covers a 64-bit interface, but not its 32-bit one. */
export const uncoveredInterface: SeccompLint = {
  id: 'uncovered-interface',
  severity: Severity.LOW,
  title: '32-bit programs are killed',
  rationale:
    'A call through an interface that the profile does not cover kills the calling thread, whatever the rules specify. This is safe, but a 32-bit program then ends without an error message.',
  check: (file) =>
    NARROW.flatMap(([wide, narrow]) => {
      const missing = narrow.filter((each) => !file.architectures.includes(each));
      if (!file.architectures.includes(wide) || missing.length === 0) return [];
      return [
        {
          line: file._lineOf('architectures'),
          message: `the profile covers ${wide}, but not ${missing.join(', ')}: 32-bit programs are killed at their first system call`,
          fix: `if the image has 32-bit programs, add ${missing.join(', ')}; otherwise change nothing`,
        },
      ];
    }),
  good: example(
    '{ "names": ["sigreturn"], "action": "SCMP_ACT_ALLOW" }',
    '"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"]',
  ),
  bad: example('', '"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64"]'),
};
