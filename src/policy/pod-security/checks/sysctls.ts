import { isObject, listAt, stringAt } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck, Revision } from '../check';

interface Addition {
  readonly since: number;
  readonly names: ReadonlyArray<string>;
}

/** Kernel parameters that are safe to set for one pod, each group with the version that added it. */
const ADDED: readonly [Addition, ...Addition[]] = [
  {
    since: 0,
    names: [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  },
  { since: 27, names: ['net.ipv4.ip_local_reserved_ports'] },
  {
    since: 29,
    names: [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  },
  { since: 32, names: ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'] },
  { since: 37, names: ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'] },
];

const [FIRST, ...LATER] = ADDED;

/** Rejects kernel parameters that affect more than the pod. */
export const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  revisions: [revisionOf(FIRST), ...LATER.map(revisionOf)],
  describe: (breaches) => ({ reason: 'forbidden sysctls', detail: breaches.map((b) => b.value).join(', ') }),
};

function revisionOf({ since }: Addition): Revision {
  const allowed = new Set(ADDED.filter((a) => a.since <= since).flatMap((a) => a.names));
  return { since, find: (pod) => find(pod, allowed) };
}

function find(pod: PodSubject, allowed: ReadonlySet<string>): Breach[] {
  return listAt(pod.securityContext, 'sysctls').flatMap((sysctl, i) => {
    if (!isObject(sysctl)) return [];
    const value = stringAt(sysctl, 'name') ?? '';
    return allowed.has(value) ? [] : [{ path: `/spec/securityContext/sysctls/${i}/name`, value }];
  });
}
