import type { AppArmorRule } from '../rule';
import { AppArmorExec } from '../rules/exec-transition';
import { FileRule } from '../rules/file-rule';
import { AppArmorSocketFamily, AppArmorSocketType, NetworkRule } from '../rules/network-rule';
import { AppArmorSignalAccess, SignalRule } from '../rules/signal-rule';

/** Returns rules for internet sockets, and for the socket that the C library uses to list addresses. */
export function networkRules(
  types: ReadonlyArray<AppArmorSocketType> = [AppArmorSocketType.STREAM, AppArmorSocketType.DGRAM],
): AppArmorRule[] {
  const internet = [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6].flatMap((family) =>
    types.map((type) => new NetworkRule({ family, type, comment: 'limit addresses and ports with a NetworkPolicy' })),
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

/** Returns rules for the signals with which the runtime stops the container. */
export function signalRules(): AppArmorRule[] {
  const access = [AppArmorSignalAccess.RECEIVE];
  const comment = 'the runtime stops the container, and may have its own profile';
  return [
    'unconfined',
    '{,/usr/bin/,/usr/sbin/,/usr/local/bin/,/usr/local/sbin/}{crun,runc}',
    '{crun,runc}//&unconfined',
  ].map((peer) => new SignalRule({ access, peer, comment }));
}

/** Returns rules for programs that run under the same profile. */
export function programRules(paths: ReadonlyArray<string>): AppArmorRule[] {
  return paths.map((path) => FileRule.allow(path, 'mr', { exec: AppArmorExec.inherit(), comment: 'programs' }));
}

/** Returns rules for files that the program reads, and for files that it writes. */
export function dataRules(readOnly: ReadonlyArray<string> = [], readWrite: ReadonlyArray<string> = []): AppArmorRule[] {
  return [
    ...readOnly.map((path) => FileRule.allow(path, 'r', { comment: 'data that the program reads' })),
    ...readWrite.map((path) => FileRule.allow(path, 'rwlk', { comment: 'data that the program writes' })),
  ];
}

/** Returns rules for libraries that the base abstraction does not allow. */
export function libraryRules(): AppArmorRule[] {
  return [
    FileRule.allow('/usr/local/lib/{,**}', 'r', { comment: 'libraries in addition to the base abstraction' }),
    FileRule.allow('/usr/local/lib/**.so*', 'mr', { comment: 'libraries in addition to the base abstraction' }),
  ];
}

/** Returns rules for name resolution, certificates, temporary folders, and files that the kubelet provides. */
export function containerFileRules(): AppArmorRule[] {
  return [
    FileRule.allow(
      '/etc/{gai.conf,group,host.conf,hostname,hosts,nsswitch.conf,passwd,protocols,resolv.conf,services}',
      'r',
      { comment: 'name resolution and certificates' },
    ),
    FileRule.allow('/etc/{ca-certificates,pki,ssl}/{,**}', 'r', { comment: 'name resolution and certificates' }),
    FileRule.allow('/usr/{,local/}share/ca-certificates/{,**}', 'r', { comment: 'name resolution and certificates' }),
    FileRule.allow('/{,var/}tmp/', 'r', { comment: 'temporary files' }),
    FileRule.allow('/{,var/}tmp/**', 'rwlk', { owner: true, comment: 'temporary files' }),
    FileRule.allow('/dev/shm/', 'r', { comment: 'temporary files' }),
    FileRule.allow('/dev/shm/**', 'rwlk', { owner: true, comment: 'temporary files' }),
    FileRule.allow('/dev/termination-log', 'rw', { comment: 'files that the kubelet provides' }),
    FileRule.allow('/dev/{console,tty}', 'rw', { comment: 'files that the kubelet provides' }),
    FileRule.allow('/dev/pts/[0-9]*', 'rw', { comment: 'files that the kubelet provides' }),
  ];
}

/** Returns rules for the limits of the process, and for facts about the machine. */
export function procRules(): AppArmorRule[] {
  const comment = 'limits of the process and facts about the machine, which language runtimes read';
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

/** Returns deny rules for what an extension of the profile should not allow either. */
export function denyRules(): AppArmorRule[] {
  const every = 'mrwlkx';
  const memory = 'kernel memory, and files that expose its layout';
  const control = 'files that control the node';
  const runtime = 'access to a container runtime is equivalent to root on the node';
  return [
    FileRule.deny(
      '@{PROC}/{kallsyms,kcore,kmem,kmsg,kpagecgroup,kpagecount,kpageflags,mem,modules,sched_debug,slabinfo,timer_list,vmallocinfo}',
      every,
      { comment: memory },
    ),
    FileRule.deny('/dev/{kmem,kmsg,mem,port}', every, { comment: memory }),
    FileRule.deny('@{PROC}/*', 'w', { comment: control }),
    FileRule.deny('@{PROC}/{acpi,bus,driver,fs,irq,scsi,sys}/{,**}', 'wlk', { comment: control }),
    FileRule.deny('@{PROC}/sysrq-trigger', every, { comment: control }),
    FileRule.deny('@{sys}/{,**}', 'wlk', { comment: control }),
    FileRule.deny('@{sys}/{firmware,kernel/debug,kernel/security,kernel/tracing}/{,**}', every, { comment: control }),
    FileRule.deny('@{sys}/devices/virtual/powercap/{,**}', every, { comment: control }),
    FileRule.deny(
      '@{run}/{containerd/containerd,crio/crio,cri-dockerd,docker,dockershim,k3s/containerd/containerd,podman/podman}.sock',
      'rw',
      { comment: runtime },
    ),
  ];
}
