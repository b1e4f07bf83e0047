import type { AppArmorRule } from '../rule';
import { AppArmorExec } from '../rules/exec-transition';
import { FileRule } from '../rules/file-rule';
import { AppArmorSocketFamily, AppArmorSocketType, NetworkRule } from '../rules/network-rule';
import { AppArmorSignalAccess, SignalRule } from '../rules/signal-rule';

/** Sockets of the internet, and the one with which the C library lists addresses. */
export function networkRules(
  types: ReadonlyArray<AppArmorSocketType> = [AppArmorSocketType.STREAM, AppArmorSocketType.DGRAM],
): AppArmorRule[] {
  const internet = [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6].flatMap((family) =>
    types.map((type) => new NetworkRule({ family, type, comment: 'addresses and ports are for a NetworkPolicy' })),
  );
  return [
    ...internet,
    new NetworkRule({
      family: AppArmorSocketFamily.NETLINK,
      type: AppArmorSocketType.RAW,
      comment: 'the C library lists addresses',
    }),
  ];
}

/** Signals with which the runtime stops the container. */
export function signalRules(): AppArmorRule[] {
  const access = [AppArmorSignalAccess.RECEIVE];
  const comment = 'the runtime stops the container; it may have a profile of its own';
  return [
    'unconfined',
    '{,/usr/bin/,/usr/sbin/,/usr/local/bin/,/usr/local/sbin/}{crun,runc}',
    '{crun,runc}//&unconfined',
  ].map((peer) => new SignalRule({ access, peer, comment }));
}

/** Programs that run under the same profile. */
export function programRules(paths: ReadonlyArray<string>): AppArmorRule[] {
  return paths.map((path) => FileRule.allow(path, 'mr', { exec: AppArmorExec.inherit(), comment: 'programs' }));
}

/** Files that are read, and files that are written. */
export function dataRules(readOnly: ReadonlyArray<string> = [], readWrite: ReadonlyArray<string> = []): AppArmorRule[] {
  return [
    ...readOnly.map((path) => FileRule.allow(path, 'r', { comment: 'data that is read' })),
    ...readWrite.map((path) => FileRule.allow(path, 'rwlk', { comment: 'data that is written' })),
  ];
}

/** Libraries beside those of the base abstraction. */
export function libraryRules(): AppArmorRule[] {
  return [
    FileRule.allow('/usr/local/lib/{,**}', 'r', { comment: 'libraries beside those of the base abstraction' }),
    FileRule.allow('/usr/local/lib/**.so*', 'mr', { comment: 'libraries beside those of the base abstraction' }),
  ];
}

/** Names, certificates, scratch folders and what the kubelet gives. */
export function containerFileRules(): AppArmorRule[] {
  return [
    FileRule.allow(
      '/etc/{gai.conf,group,host.conf,hostname,hosts,nsswitch.conf,passwd,protocols,resolv.conf,services}',
      'r',
      { comment: 'names and certificates' },
    ),
    FileRule.allow('/etc/{ca-certificates,pki,ssl}/{,**}', 'r', { comment: 'names and certificates' }),
    FileRule.allow('/usr/{,local/}share/ca-certificates/{,**}', 'r', { comment: 'names and certificates' }),
    FileRule.allow('/{,var/}tmp/', 'r', { comment: 'scratch' }),
    FileRule.allow('/{,var/}tmp/**', 'rwlk', { owner: true, comment: 'scratch' }),
    FileRule.allow('/dev/shm/', 'r', { comment: 'scratch' }),
    FileRule.allow('/dev/shm/**', 'rwlk', { owner: true, comment: 'scratch' }),
    FileRule.allow('/dev/termination-log', 'rw', { comment: 'what the kubelet gives' }),
    FileRule.allow('/dev/{console,tty}', 'rw', { comment: 'what the kubelet gives' }),
    FileRule.allow('/dev/pts/[0-9]*', 'rw', { comment: 'what the kubelet gives' }),
  ];
}

/** One's own limits and the machine's shape. */
export function procRules(): AppArmorRule[] {
  const comment = "one's own limits and the machine's shape, as run times of languages ask for them";
  return [
    FileRule.allow(
      '@{PROC}/@{pid}/{,fd/,task/,cgroup,cmdline,comm,exe,limits,mountinfo,mounts,stat,statm,smaps}',
      'r',
      { owner: true, comment },
    ),
    FileRule.allow('@{PROC}/@{pid}/task/@{tid}/{,comm,stat,status}', 'r', { owner: true, comment }),
    FileRule.allow('@{PROC}/{loadavg,uptime,version}', 'r', { comment }),
    FileRule.allow('@{PROC}/sys/kernel/{hostname,osrelease,pid_max,threads-max}', 'r', { comment }),
    FileRule.allow('@{PROC}/sys/net/core/somaxconn', 'r', { comment }),
    FileRule.allow('@{PROC}/sys/vm/max_map_count', 'r', { comment }),
    FileRule.allow('@{sys}/devices/system/{cpu,node}/{,**}', 'r', { comment }),
    FileRule.allow('@{sys}/fs/cgroup/{,**}', 'r', { comment }),
    FileRule.allow('@{sys}/kernel/mm/transparent_hugepage/{enabled,hpage_pmd_size}', 'r', { comment }),
  ];
}

/** What no container should be given by an extension of its profile either. */
export function refusalRules(): AppArmorRule[] {
  const every = 'mrwlkx';
  const memory = 'kernel memory, and what tells its layout';
  const steer = 'what steers the node';
  const runtime = 'whoever speaks to a container runtime is root on the node';
  return [
    FileRule.deny(
      '@{PROC}/{kallsyms,kcore,kmem,kmsg,kpagecgroup,kpagecount,kpageflags,mem,modules,sched_debug,slabinfo,timer_list,vmallocinfo}',
      every,
      { comment: memory },
    ),
    FileRule.deny('/dev/{kmem,kmsg,mem,port}', every, { comment: memory }),
    FileRule.deny('@{PROC}/*', 'w', { comment: steer }),
    FileRule.deny('@{PROC}/{acpi,bus,driver,fs,irq,scsi,sys}/{,**}', 'wlk', { comment: steer }),
    FileRule.deny('@{PROC}/sysrq-trigger', every, { comment: steer }),
    FileRule.deny('@{sys}/{,**}', 'wlk', { comment: steer }),
    FileRule.deny('@{sys}/{firmware,kernel/debug,kernel/security,kernel/tracing}/{,**}', every, { comment: steer }),
    FileRule.deny('@{sys}/devices/virtual/powercap/{,**}', every, { comment: steer }),
    FileRule.deny(
      '@{run}/{containerd/containerd,crio/crio,cri-dockerd,docker,dockershim,k3s/containerd/containerd,podman/podman}.sock',
      'rw',
      { comment: runtime },
    ),
  ];
}
