import { InputError } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { SeccompProfile } from '../profile';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompSubject } from './subject';

// other lints find these problems
const ELSEWHERE = /^syscalls must have a rule for |^syscalls: "/;

/** Finds what the typed model rejects because a runtime rejects it, or reads it in another way than the author meant. */
export const refusedByRuntime: SeccompLint = {
  id: 'refused-by-runtime',
  severity: Severity.HIGH,
  title: 'a runtime rejects the profile, or misreads it',
  rationale:
    'If the runtime rejects the profile, the container does not start. It is worse if the runtime misreads the profile: of two conditions on one argument, for example, either is enough.',
  check: (file) => {
    const missing: SeccompMark[] =
      file.defaultAction === undefined
        ? [{ line: 1, message: '"defaultAction" is missing', fix: 'add "defaultAction": "SCMP_ACT_ERRNO"' }]
        : [];
    return [
      ...missing,
      ...problems(file)
        .filter((each) => !ELSEWHERE.test(each))
        .map((each) => mark(file, each)),
    ];
  },
  good: example('{ "names": ["kill"], "action": "SCMP_ACT_ERRNO", "errnoRet": 3 }'),
  bad: example('{ "names": ["kill"], "action": "SCMP_ACT_DENY" }'),
};

/** Returns the problems for which a typed profile with the same content is rejected. */
function problems(file: SeccompSubject): ReadonlyArray<string> {
  try {
    new SeccompProfile(file._props());
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

function mark(file: SeccompSubject, problem: string): SeccompMark {
  const [, rule] = /^syscalls\[(\d+)\]/.exec(problem) ?? [];
  const [key = ''] = /^\w+/.exec(problem) ?? [];
  const [message = problem, ...fix] = problem.split(/: (?!.*: )/);
  return {
    line: rule === undefined ? file._lineOf(key) : (file.rules[Number(rule)]?.line ?? 1),
    message,
    fix: fix.join(': ') || 'use a value from the OCI runtime specification',
  };
}
