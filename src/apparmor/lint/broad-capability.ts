import { Capability } from '../../host/capability';
import { Severity } from '../../diagnostics/severity';
import { CapabilityRule } from '../rules/capability-rule';
import type { AppArmorLint } from './lint';

const C = Capability;

/** Each is as good as root on the node, or a step from it. */
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

/** Every capability, or one that is root by another name. */
export const broadCapability: AppArmorLint = {
  id: 'broad-capability',
  severity: Severity.HIGH,
  title: 'capabilities that are root by another name',
  rationale:
    'A profile without a capability rule refuses all, to root too, whatever the container has. "capability," gives that away.',
  check: (profile) =>
    profile.of(CapabilityRule).flatMap(({ rule, line }) => {
      if (rule.denies) return [];
      if (rule.capabilities.length === 0)
        return [{ line, message: 'every capability is allowed', fix: 'name the ones that the program uses' }];
      const dangerous = rule.capabilities.filter((each) => DANGEROUS.includes(each));
      if (dangerous.length === 0) return [];
      const names = dangerous.map((each) => each.toLowerCase()).join(', ');
      return [
        {
          line,
          message: `the rule allows ${names}, with which a root process steers the node`,
          fix: `take ${names} out, or keep the program that needs it in a child of its own`,
        },
      ];
    }),
  good: 'capability net_bind_service,',
  bad: 'capability,',
};
