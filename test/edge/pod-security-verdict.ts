import { containersOf } from '../../src/kubernetes/pods';

/*
 * Pod Security baseline and restricted, as the page of the standard defines them, for the fields that this library writes.
 * The checks are independent of the code under test on purpose.
 */

const BASELINE_CAPABILITIES =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT';
const VOLUMES = 'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' ');

const SAFE_SYSCTLS =
  'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start net.ipv4.ping_group_range net.ipv4.tcp_syncookies';

const SECCOMP = /^(container\.)?seccomp\.security\.alpha\.kubernetes\.io\//;
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** Returns the strictest level that accepts a pod, by its spec and the annotations that old targets read. */
export function podSecurityVerdict(pod: any): 'privileged' | 'baseline' | 'restricted' {
  if (baselineViolations(pod).length > 0) return 'privileged';
  return restrictedViolations(pod).length > 0 ? 'baseline' : 'restricted';
}

export function baselineViolations({ metadata, spec }: any): string[] {
  const violations: string[] = [];
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) if (spec[field]) violations.push(field);
  for (const { name } of spec.securityContext?.sysctls ?? [])
    if (!SAFE_SYSCTLS.split(' ').includes(name)) violations.push(`sysctl ${name}`);
  for (const volume of spec.volumes ?? []) if (volume.hostPath) violations.push(`hostPath ${volume.name}`);
  for (const [key, value] of Object.entries<string>(metadata?.annotations ?? {}))
    if ((SECCOMP.test(key) || key.startsWith(APPARMOR)) && value === 'unconfined') violations.push(key);
  const containers = containersOf(spec).map((c): any => c.container);
  for (const holder of [spec, ...containers])
    for (const field of ['seccompProfile', 'appArmorProfile'])
      if (!['RuntimeDefault', 'Localhost', undefined].includes(holder.securityContext?.[field]?.type))
        violations.push(field);
  for (const { name, ports = [], securityContext: context } of containers) {
    if (context.privileged) violations.push(`${name} privileged`);
    if (ports.some((p: any) => p.hostPort)) violations.push(`${name} hostPort`);
    for (const added of context.capabilities?.add ?? [])
      if (!BASELINE_CAPABILITIES.split(' ').includes(added)) violations.push(`${name} ${added}`);
  }
  return violations;
}

export function restrictedViolations({ metadata, spec }: any): string[] {
  const violations: string[] = [];
  for (const volume of spec.volumes ?? [])
    if (!VOLUMES.some((type) => type in volume)) violations.push(`volume ${volume.name}`);
  const pod = spec.securityContext;
  if (pod.runAsNonRoot === false || pod.runAsUser === 0) violations.push('pod as root');
  const podSeccomp = pod.seccompProfile ?? metadata?.annotations?.['seccomp.security.alpha.kubernetes.io/pod'];
  for (const { name, container } of containersOf(spec)) {
    const context: any = container.securityContext;
    if (context.allowPrivilegeEscalation !== false) violations.push(`${name} escalation`);
    if (!context.capabilities?.drop?.includes('ALL')) violations.push(`${name} drop`);
    if ((context.capabilities?.add ?? []).some((c: string) => c !== 'NET_BIND_SERVICE')) violations.push(`${name} add`);
    if ((context.runAsNonRoot ?? pod.runAsNonRoot) !== true) violations.push(`${name} runAsNonRoot`);
    if (context.runAsUser === 0) violations.push(`${name} runAsUser`);
    if (podSeccomp === undefined && context.seccompProfile === undefined) violations.push(`${name} seccomp`);
  }
  return violations;
}
