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

/** A 64-bit interface is covered, and not its 32-bit one. */
export const uncoveredInterface: SeccompLint = {
  id: 'uncovered-interface',
  severity: Severity.LOW,
  title: '32-bit programs are killed',
  rationale:
    'A call through an interface that the profile does not cover kills its thread, whatever the rules say. That is safe; a 32-bit program then dies without a word.',
  check: (file) =>
    NARROW.flatMap(([wide, narrow]) => {
      const missing = narrow.filter((each) => !file.architectures.includes(each));
      if (!file.architectures.includes(wide) || missing.length === 0) return [];
      return [
        {
          line: file._lineOf('architectures'),
          message: `${wide} is covered and ${missing.join(', ')} is not: 32-bit programs are killed at their first system call`,
          fix: `add ${missing.join(', ')} if the image has 32-bit programs, and leave it so if it has none`,
        },
      ];
    }),
  good: example(
    '{ "names": ["sigreturn"], "action": "SCMP_ACT_ALLOW" }',
    '"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"]',
  ),
  bad: example('', '"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64"]'),
};
