import { Severity } from '../../diagnostics/severity';
import { AppArmorSocketFamily as Family, AppArmorSocketType as Type, NetworkRule } from '../rules/network-rule';
import type { AppArmorLint } from './lint';

/** Finds a rule that allows sockets of every family, or sockets that can forge and capture packets. */
export const broadNetwork: AppArmorLint = {
  id: 'broad-network',
  severity: Severity.MEDIUM,
  title: 'a rule allows sockets of every family, or raw sockets',
  rationale:
    'A rule without a family also allows raw packets, and families that the program never uses and in which kernel vulnerabilities have been found.',
  check: (profile) => {
    const rules = profile.of(NetworkRule);
    const denied = (type: Type): boolean =>
      rules.some(({ rule }) => rule.denies && rule.family === undefined && rule.type === type);
    return rules.flatMap(({ rule, line }) => {
      if (rule.denies || rule.protocol !== undefined) return [];
      if (rule.family === undefined) {
        return [
          {
            line,
            message: `${rule.render()} allows sockets of every family`,
            fix: 'specify the families and types: network inet stream, network inet6 stream',
          },
        ];
      }
      const raw = rule.family === Family.PACKET || (isInternet(rule.family) && isRaw(rule.type) && !denied(Type.RAW));
      if (!raw) return [];
      return [
        {
          line,
          message: `${rule.render()} allows forging ${rule.family === Family.PACKET ? 'and capturing ' : ''}packets`,
          fix: 'specify the type: stream for TCP, dgram for UDP',
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
