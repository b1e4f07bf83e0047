import { InputError } from '../input-error';
import { AppArmorInclude } from './include';
import { AppArmorProfile } from './profile';
import type { AppArmorRule } from './rule';
import { AppArmorExec } from './rules/exec-transition';
import { FileRule } from './rules/file-rule';
import { AppArmorSocketFamily, AppArmorSocketType, NetworkRule } from './rules/network-rule';
import { AppArmorSignalAccess, SignalRule } from './rules/signal-rule';

/** What a container needs beside the baseline. */
export interface AppArmorBaselineOptions {
  /** Name under which the kernel knows the profile, and which a pod asks for. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs; the entry point is one. Name them one by one: `/usr/bin/*` lets a shell in. */
  readonly executables: string[];

  /**
   * Files of the image or of volumes that are read, as AppArmor globs; `/etc/app/{,**}` is a tree with its root.
   *
   * @default - none beside those of the baseline
   */
  readonly readOnly?: string[];

  /**
   * Files of volumes that are read, written, created, removed and locked, as AppArmor globs.
   *
   * @default - none beside /tmp
   */
  readonly readWrite?: string[];
}

/**
 * A profile to start from: what a static program, or one with glibc or musl, needs in a container, and nothing else.
 *
 * It allows
 * - the programs that you name: to run, under the same profile, and to be read;
 * - `abstractions/base`: shared libraries below /lib and /usr/lib, locales and time zones, /dev/null, zero, full and (u)random,
 *   a few facts of the machine such as /proc/cpuinfo and meminfo, the logging sockets, signals and unix sockets among processes of the same profile,
 *   signals from unconfined processes, and being traced or read by a process that may do so. It also reads and runs what an
 *   encrypted home directory holds (`~/.Private`), which no container has;
 * - libraries below /usr/local/lib, certificates, name resolution, /etc/passwd and group (who is in them can be read);
 * - TCP, UDP and their like over IPv4 and IPv6 to any address and port: which ones is for a NetworkPolicy to say;
 *   a netlink socket, with which the C library lists addresses; no raw or packet sockets;
 * - files of one's own below /tmp, /var/tmp and /dev/shm; the terminal and the termination log;
 * - the process's own /proc entries, the cgroup's limits and the processor's layout, to be read;
 * - signals from the runtime, so that it can stop the container.
 *
 * It doesn't allow a capability (so a root process is refused what needs one, even what its container has), mounts, tracing others, changing the
 * profile, writing to /etc, /usr or the image at large, service-account tokens, and other programs than those named.
 *
 * Beyond what isn't allowed, it refuses what no container should be given by an extension of the profile either, and what
 * reads or steers the node: kernel memory, kernel tunables, firmware, security and debug interfaces, container runtimes' sockets.
 * A refusal wins over an allowance that `extend` adds, and isn't logged.
 *
 * `attach_disconnected` and `mediate_deleted` are set, since files of overlay mounts and deleted files have no full path otherwise;
 * a disconnected path is then judged as if it stood below `/`.
 */
export class AppArmorBaseline {
  /**
   * The baseline as a profile; give it more with `extend`.
   *
   * @throws InputError if the name isn't one, no program is named, or a path isn't a glob
   */
  public static profile(options: AppArmorBaselineOptions): AppArmorProfile {
    if (options.executables.length === 0) {
      throw new InputError('AppArmorBaseline', [
        'executables are an empty list: name the program that the container runs',
      ]);
    }
    return new AppArmorProfile({
      name: options.name,
      comment: 'Baseline for a container: what is not allowed here is refused.',
      includes: [AppArmorInclude.abstraction('base')],
      rules: [...network(), ...signals(), ...own(options), ...files(), ...proc(), ...refusals()],
    });
  }

  private constructor() {}
}

function network(): AppArmorRule[] {
  const internet = [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6].flatMap((family) =>
    [AppArmorSocketType.STREAM, AppArmorSocketType.DGRAM].map(
      (type) => new NetworkRule({ family, type, comment: 'addresses and ports are for a NetworkPolicy' }),
    ),
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

function signals(): AppArmorRule[] {
  const access = [AppArmorSignalAccess.RECEIVE];
  const comment = 'the runtime stops the container; it may have a profile of its own';
  return [
    'unconfined',
    '{,/usr/bin/,/usr/sbin/,/usr/local/bin/,/usr/local/sbin/}{crun,runc}',
    '{crun,runc}//&unconfined',
  ].map((peer) => new SignalRule({ access, peer, comment }));
}

function own(options: AppArmorBaselineOptions): AppArmorRule[] {
  return [
    ...options.executables.map((path) =>
      FileRule.allow(path, 'mr', { exec: AppArmorExec.inherit(), comment: 'programs' }),
    ),
    ...(options.readOnly ?? []).map((path) => FileRule.allow(path, 'r', { comment: 'data that is read' })),
    ...(options.readWrite ?? []).map((path) => FileRule.allow(path, 'rwlk', { comment: 'data that is written' })),
  ];
}

function files(): AppArmorRule[] {
  return [
    FileRule.allow('/usr/local/lib/{,**}', 'r', { comment: 'libraries beside those of the base abstraction' }),
    FileRule.allow('/usr/local/lib/**.so*', 'mr', { comment: 'libraries beside those of the base abstraction' }),
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

function proc(): AppArmorRule[] {
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

function refusals(): AppArmorRule[] {
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
