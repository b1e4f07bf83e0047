import { InputError } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { SeccompProfile } from '../profile';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompSubject } from './subject';

// these have lints of their own
const ELSEWHERE = /^syscalls must have a rule for |^syscalls: "/;

/** What the typed model refuses, because a runtime refuses it or reads it otherwise than it is written. */
export const refusedByRuntime: SeccompLint = {
  id: 'refused-by-runtime',
  severity: Severity.HIGH,
  title: 'a runtime refuses it, or reads it otherwise',
  rationale:
    'A container whose profile the runtime refuses does not start. Worse is what it takes for something else, such as two conditions on one argument, of which either is enough.',
  check: (file) => {
    const missing: SeccompMark[] =
      file.defaultAction === undefined
        ? [{ line: 1, message: '"defaultAction" is missing', fix: 'write "defaultAction": "SCMP_ACT_ERRNO"' }]
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

/** What a typed profile of the same content would be refused for. */
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
    fix: fix.join(': ') || 'write what the runtime specification has',
  };
}
