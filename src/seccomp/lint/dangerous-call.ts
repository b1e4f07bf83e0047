import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { DANGEROUS_CALLS } from '../dangerous-calls';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Calls that steer the kernel or reach into others are allowed, whatever their arguments and whoever calls. */
export const dangerousCall: SeccompLint = {
  id: 'dangerous-call',
  severity: Severity.HIGH,
  title: 'a system call that leads out of the container is allowed',
  rationale:
    "These calls change the node, reach into other processes or are where the kernel was broken most often. Container engines' own profiles refuse them, or tie them to a capability.",
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
              fix: `take ${quote(name)} out of the list, or say in the rule's comment why the program needs it`,
            },
          ];
        }),
      ),
  good: example('{ "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" }'),
  bad: example('{ "names": ["read", "kexec_load"], "action": "SCMP_ACT_ALLOW" }'),
};
