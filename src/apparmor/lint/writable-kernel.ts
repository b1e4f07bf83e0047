import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** Files that control the node: path, dangerous permission, and what that permission lets a program do. */
const PLACES: ReadonlyArray<readonly [string, string, string]> = [
  ['/proc/sysrq-trigger', 'w', 'stops or restarts the node'],
  ['/proc/sys/kernel/core_pattern', 'w', 'sets a program that the node runs as root'],
  ['/proc/sys/kernel/modprobe', 'w', 'sets a program that the node runs as root'],
  ['/proc/sys/kernel/randomize_va_space', 'w', 'turns off address space randomization'],
  ['/proc/sys/fs/binfmt_misc/register', 'w', 'sets a program that the node runs for other processes'],
  ['/proc/sys/net/ipv4/ip_forward', 'w', 'makes the node a router'],
  ['/proc/sys/vm/panic_on_oom', 'w', 'stops the node when memory runs out'],
  ['/proc/acpi/call', 'w', 'controls the hardware'],
  ['/proc/kcore', 'r', 'exposes the memory of the node'],
  ['/proc/kmem', 'r', 'exposes the memory of the kernel'],
  ['/proc/mem', 'r', 'exposes the memory of the node'],
  ['/proc/kallsyms', 'r', 'exposes the addresses of the kernel'],
  ['/sys/kernel/uevent_helper', 'w', 'sets a program that the node runs as root'],
  ['/sys/fs/cgroup/release_agent', 'w', 'sets a program that the node runs as root'],
  ['/sys/kernel/security/apparmor/.remove', 'w', 'removes AppArmor profiles'],
  ['/sys/kernel/debug/tracing/trace', 'w', 'controls the tracing of the kernel'],
  ['/sys/firmware/efi/efivars/BootOrder-0', 'w', 'sets what the node boots'],
  ['/sys/power/state', 'w', 'suspends the node'],
  ['/sys/bus/pci/rescan', 'w', 'controls the hardware'],
  ['/dev/mem', 'r', 'exposes the memory of the node'],
  ['/dev/kmsg', 'r', "exposes the kernel's log"],
  ['/dev/sda', 'w', "writes to the node's disk"],
  ['/dev/mmcblk0', 'w', "writes to the node's disk"],
  ['/run/containerd/containerd.sock', 'w', 'controls the container runtime, which is root on the node'],
  ['/run/docker.sock', 'w', 'controls the container runtime, which is root on the node'],
  ['/var/run/docker.sock', 'w', 'controls the container runtime, which is root on the node'],
];

/** Finds rules that allow access to files that control the node. */
export const writableKernel: AppArmorLint = {
  id: 'writable-kernel',
  severity: Severity.HIGH,
  title: 'a rule allows access to files in /proc, /sys or /dev that control the node',
  rationale:
    'A container shares /proc, /sys and devices with its node. The runtime hides some of their files, unless the container is privileged or mounts them.',
  check: (profile) => {
    const byLine = new Map<number, string[]>();
    for (const [path, letter, harm] of PLACES) {
      const line = profile.files.allowing(path, letter)?.line;
      if (line !== undefined) byLine.set(line, [...(byLine.get(line) ?? []), `${path} ${letter} (${harm})`]);
    }
    return [...byLine].map(([line, open]) => ({
      line,
      message: `the rule allows ${open.join(', ')}`,
      fix: 'list the few files that the program reads, or deny these: deny /{proc,sys}/** w,',
    }));
  },
  good: '/{proc,data}/** rw,\ndeny /proc/** wlk,\ndeny /proc/{kallsyms,kcore,kmem,mem} r,',
  bad: '/proc/** rw,',
};
