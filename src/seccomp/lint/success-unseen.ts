import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Finds denied calls that return success. */
export const successUnseen: SeccompLint = {
  id: 'success-unseen',
  severity: Severity.MEDIUM,
  title: 'a denied system call returns success',
  rationale:
    'With error number 0, the kernel skips the call and the program continues as if it had succeeded: for example, the program believes that it dropped its privileges.',
  check: (file) => {
    const fix = 'use 1 (EPERM), or 38 (ENOSYS) for calls that programs have a fallback for';
    return [
      ...(file.defaultErrnoRet === 0
        ? [{ line: file._lineOf('defaultErrnoRet'), message: 'every denied system call returns success', fix }]
        : []),
      ...file.rules
        .filter((rule) => rule.action === 'SCMP_ACT_ERRNO' && rule.errnoRet === 0)
        .map((rule) => ({
          line: rule.line,
          message: `the rule denies ${rule.names.slice(0, 3).map(quote).join(', ')} but returns success`,
          fix,
        })),
    ];
  },
  good: example('{ "names": ["setuid"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1 }'),
  bad: example('{ "names": ["setuid"], "action": "SCMP_ACT_ERRNO", "errnoRet": 0 }'),
};
