import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** A file, how it must not be used, and what comes of it. */
const PLACES: ReadonlyArray<readonly [string, string, string]> = [
  ['/proc/sysrq-trigger', 'w', 'stops or restarts the node'],
  ['/proc/sys/kernel/core_pattern', 'w', 'names a program that the node runs as root'],
  ['/proc/sys/kernel/modprobe', 'w', 'names a program that the node runs as root'],
  ['/proc/sys/kernel/randomize_va_space', 'w', 'turns off the random placement of memory'],
  ['/proc/sys/fs/binfmt_misc/register', 'w', 'names a program that the node runs for others'],
  ['/proc/sys/net/ipv4/ip_forward', 'w', 'makes the node a router'],
  ['/proc/sys/vm/panic_on_oom', 'w', 'stops the node when memory is short'],
  ['/proc/acpi/call', 'w', 'steers the hardware'],
  ['/proc/kcore', 'r', 'shows the memory of the node'],
  ['/proc/kmem', 'r', 'shows the memory of the kernel'],
  ['/proc/mem', 'r', 'shows the memory of the node'],
  ['/proc/kallsyms', 'r', 'shows where the kernel lies in memory'],
  ['/sys/kernel/uevent_helper', 'w', 'names a program that the node runs as root'],
  ['/sys/fs/cgroup/release_agent', 'w', 'names a program that the node runs as root'],
  ['/sys/kernel/security/apparmor/.remove', 'w', 'removes profiles'],
  ['/sys/kernel/debug/tracing/trace', 'w', 'steers the tracing of the kernel'],
  ['/sys/firmware/efi/efivars/BootOrder-0', 'w', 'decides what the node boots'],
  ['/sys/power/state', 'w', 'puts the node to sleep'],
  ['/sys/bus/pci/rescan', 'w', 'steers the hardware'],
  ['/dev/mem', 'r', 'shows the memory of the node'],
  ['/dev/kmsg', 'r', "shows the kernel's log"],
  ['/dev/sda', 'w', "writes the node's disk"],
  ['/dev/mmcblk0', 'w', "writes the node's disk"],
  ['/run/containerd/containerd.sock', 'w', 'commands the container runtime, which is root on the node'],
  ['/run/docker.sock', 'w', 'commands the container runtime, which is root on the node'],
  ['/var/run/docker.sock', 'w', 'commands the container runtime, which is root on the node'],
];

/** What steers the node is left open. */
export const writableKernel: AppArmorLint = {
  id: 'writable-kernel',
  severity: Severity.HIGH,
  title: '/proc, /sys and devices that steer the node are open',
  rationale:
    'A container shares these with its node. The runtime hides some of them, unless the container is privileged or mounts them.',
  check: (profile) => {
    const byLine = new Map<number, string[]>();
    for (const [path, letter, harm] of PLACES) {
      const line = profile.files.allowing(path, letter)?.line;
      if (line !== undefined) byLine.set(line, [...(byLine.get(line) ?? []), `${path} ${letter} (${harm})`]);
    }
    return [...byLine].map(([line, open]) => ({
      line,
      message: `the rule leaves open ${open.join(', ')}`,
      fix: 'name the few files that the program reads, or refuse these: deny /{proc,sys}/** w,',
    }));
  },
  good: '/{proc,data}/** rw,\ndeny /proc/** wlk,\ndeny /proc/{kallsyms,kcore,kmem,mem} r,',
  bad: '/proc/** rw,',
};
