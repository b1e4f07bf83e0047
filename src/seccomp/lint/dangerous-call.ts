import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { DANGEROUS_CALLS } from '../dangerous-calls';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Finds dangerous calls that are allowed with all arguments and for all containers. */
export const dangerousCall: SeccompLint = {
  id: 'dangerous-call',
  severity: Severity.HIGH,
  title: 'a system call that affects more than the container is allowed',
  rationale:
    'These calls change the node, access other processes, or are where most kernel vulnerabilities have been found. The default profiles of container engines deny them, or allow them only with a capability.',
  check: (file) =>
    file.rules
      .filter((rule) => letsThrough(rule.action) && rule.args.length === 0 && !rule.includes?.caps.length)
      .flatMap((rule) =>
        [...new Set(rule.names)].flatMap((name) => {
          const danger = DANGEROUS_CALLS.get(name);
          if (danger === undefined) return [];
          return [
            {
              line: rule._lineOf(name),
              severity: danger.severity,
              message: `${quote(name)} is allowed: ${danger.reason}`,
              fix: `remove ${quote(name)} from the list, or explain in the rule's comment why the program needs it`,
            },
          ];
        }),
      ),
  good: example('{ "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" }'),
  bad: example('{ "names": ["read", "kexec_load"], "action": "SCMP_ACT_ALLOW" }'),
};
