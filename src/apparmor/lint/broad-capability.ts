import { Capability } from '../../host/capability';
import { Severity } from '../../diagnostics/severity';
import { CapabilityRule } from '../rules/capability-rule';
import type { AppArmorLint } from './lint';

const C = Capability;

/** Capabilities that are equivalent to root on the node, or one step away from it. */
const DANGEROUS: ReadonlyArray<Capability> = [
  C.BPF,
  C.DAC_READ_SEARCH,
  C.MAC_ADMIN,
  C.MAC_OVERRIDE,
  C.NET_ADMIN,
  C.PERFMON,
  C.SYS_ADMIN,
  C.SYS_BOOT,
  C.SYS_MODULE,
  C.SYS_PTRACE,
  C.SYS_RAWIO,
  C.SYS_TIME,
  C.SYSLOG,
];

/** Finds a rule that allows every capability, or one that is equivalent to root. */
export const broadCapability: AppArmorLint = {
  id: 'broad-capability',
  severity: Severity.HIGH,
  title: 'a rule allows capabilities that are equivalent to root',
  rationale:
    'A profile without a capability rule denies all capabilities, even to root in a container that has them. The rule "capability," allows all of them.',
  check: (profile) =>
    profile.of(CapabilityRule).flatMap(({ rule, line }) => {
      if (rule.denies) return [];
      if (rule.capabilities.length === 0)
        return [
          { line, message: 'the rule allows every capability', fix: 'list the capabilities that the program uses' },
        ];
      const dangerous = rule.capabilities.filter((each) => DANGEROUS.includes(each));
      if (dangerous.length === 0) return [];
      const names = dangerous.map((each) => each.toLowerCase()).join(', ');
      return [
        {
          line,
          message: `the rule allows ${names}, which lets a root process control the node`,
          fix: `remove ${names}, or move the program that needs ${dangerous.length === 1 ? 'it' : 'them'} into a child profile`,
        },
      ];
    }),
  good: 'capability net_bind_service,',
  bad: 'capability,',
};
