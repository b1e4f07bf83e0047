import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { hasSyscall, isSyscall, nearestSyscall } from '../syscalls';
import type { SeccompArchitecture } from '../architecture';
import { SeccompArchitecture as A } from '../architecture';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompFileRule } from '../file-rule';

/** Limit for suggestions, each of which searches the whole table. */
const MOST_SUGGESTIONS = 50;

/** Finds a name that is not a system call, or not one of an interface that the profile covers. */
export const unknownCall: SeccompLint = {
  id: 'unknown-call',
  severity: Severity.MEDIUM,
  title: 'a name is not a system call',
  rationale:
    'A runtime ignores a name that it does not know. A call that should be allowed then fails, and a call that should be denied runs.',
  check: (file) => {
    let suggestions = 0;
    const suggest = (name: string): string | undefined =>
      (suggestions += 1) > MOST_SUGGESTIONS ? undefined : nearestSyscall(name);
    const covered = known(file.architectures);
    return file.rules.flatMap((rule) =>
      [...new Set(rule.names)].flatMap((name): SeccompMark[] => {
        if (isSyscall(name)) return rule.includes?.arches.length ? [] : elsewhere(rule, name, covered);
        const near = suggest(name);
        return [
          {
            line: rule._lineOf(name),
            message: `${quote(name)} is not a system call of Linux on any machine`,
            fix: near === undefined ? 'remove it' : `use ${quote(near)} if that is meant, or remove it`,
          },
        ];
      }),
    );
  },
  good: example('{ "names": ["openat"], "action": "SCMP_ACT_ALLOW" }'),
  bad: example('{ "names": ["opentat"], "action": "SCMP_ACT_ALLOW" }'),
};

function known(architectures: ReadonlyArray<string>): SeccompArchitecture[] {
  return Object.values(A).filter((each) => architectures.includes(each));
}

function elsewhere(rule: SeccompFileRule, name: string, covered: ReadonlyArray<SeccompArchitecture>): SeccompMark[] {
  if (covered.length === 0 || covered.some((each) => hasSyscall(each, name)) || name === 'recv' || name === 'send')
    return [];
  return [
    {
      line: rule._lineOf(name),
      severity: Severity.LOW,
      message: `${quote(name)} exists on other machines, but on none that the profile covers`,
      fix: 'remove it, unless the profile is also for other machines',
    },
  ];
}
