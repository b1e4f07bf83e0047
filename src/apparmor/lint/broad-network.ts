import { Severity } from '../../diagnostics/severity';
import { AppArmorSocketFamily as Family, AppArmorSocketType as Type, NetworkRule } from '../rules/network-rule';
import type { AppArmorLint } from './lint';

/** Sockets of every kind, or such as forge and overhear packets. */
export const broadNetwork: AppArmorLint = {
  id: 'broad-network',
  severity: Severity.MEDIUM,
  title: 'sockets of every family, or raw ones',
  rationale:
    'A rule without a family lets in families that the program never uses and in which the kernel was broken, and raw packets with them.',
  check: (profile) => {
    const rules = profile.of(NetworkRule);
    const refused = (type: Type): boolean =>
      rules.some(({ rule }) => rule.denies && rule.family === undefined && rule.type === type);
    return rules.flatMap(({ rule, line }) => {
      if (rule.denies || rule.protocol !== undefined) return [];
      if (rule.family === undefined) {
        return [
          {
            line,
            message: `${rule.render()} allows sockets of every family`,
            fix: 'name the families and types: network inet stream, network inet6 stream',
          },
        ];
      }
      const raw = rule.family === Family.PACKET || (isInternet(rule.family) && isRaw(rule.type) && !refused(Type.RAW));
      if (!raw) return [];
      return [
        {
          line,
          message: `${rule.render()} allows packets to be forged${rule.family === Family.PACKET ? ' and overheard' : ''}`,
          fix: 'name the type: stream for TCP, dgram for UDP',
        },
      ];
    });
  },
  good: 'network inet stream,\nnetwork inet6 stream,\nnetwork netlink raw,',
  bad: 'network,',
};

function isInternet(family: Family): boolean {
  return family === Family.INET || family === Family.INET6;
}

function isRaw(type: Type | undefined): boolean {
  return type === undefined || type === Type.RAW;
}
