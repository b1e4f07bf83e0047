import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { example } from './example';
import type { SeccompLint } from './lint';

/** A refused call tells its caller that it succeeded. */
export const successUnseen: SeccompLint = {
  id: 'success-unseen',
  severity: Severity.MEDIUM,
  title: 'a refused call answers with success',
  rationale:
    'With the error number 0 the call is skipped and the program goes on as if it had been done: dropped privileges that were not dropped.',
  check: (file) => {
    const fix = 'give 1 (EPERM), or 38 (ENOSYS) for calls that programs have another way for';
    return [
      ...(file.defaultErrnoRet === 0
        ? [{ line: file._lineOf('defaultErrnoRet'), message: 'every refused system call answers with success', fix }]
        : []),
      ...file.rules
        .filter((rule) => rule.action === 'SCMP_ACT_ERRNO' && rule.errnoRet === 0)
        .map((rule) => ({
          line: rule.line,
          message: `${rule.names.slice(0, 3).map(quote).join(', ')} is skipped and answers with success`,
          fix,
        })),
    ];
  },
  good: example('{ "names": ["setuid"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1 }'),
  bad: example('{ "names": ["setuid"], "action": "SCMP_ACT_ERRNO", "errnoRet": 0 }'),
};
