/** Kernel parameters that are safe to set for one pod, with the version of the Pod Security Standards that added them. */
export interface SafeSysctls {
  readonly since: number;
  readonly names: ReadonlyArray<string>;
}

/** Kernel parameters that are safe to set for one pod, by the version that added them. Source: Pod Security Standards, Sysctls. */
export const SAFE_SYSCTLS: readonly [SafeSysctls, ...SafeSysctls[]] = [
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

/** Returns the kernel parameters that are safe in a minor version of Kubernetes. */
export function safeSysctlsOf(minor: number): ReadonlySet<string> {
  return new Set(SAFE_SYSCTLS.filter(({ since }) => since <= minor).flatMap(({ names }) => names));
}
