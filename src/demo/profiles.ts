import { signalRules } from '../apparmor/presets/container-rules';
import { AppArmorInclude } from '../apparmor/include';
import { AppArmorProfile } from '../apparmor/profile';
import type { AppArmorRule } from '../apparmor/rule';
import { FileRule } from '../apparmor/rules/file-rule';
import { MountRule } from '../apparmor/rules/mount-rule';
import {
  AppArmorProtocol,
  AppArmorSocketFamily,
  AppArmorSocketType,
  NetworkRule,
} from '../apparmor/rules/network-rule';
import { UmountRule } from '../apparmor/rules/umount-rule';

/**
 * Profile of the variant `armored-hello-user`: every answer of the server is as without a profile.
 *
 * A demonstration, not an example to follow: it allows by default and refuses by list, where AppArmorBaseline does the opposite.
 */
export function armoredHelloUser(): AppArmorProfile {
  const family = AppArmorSocketFamily.INET;
  return hello(
    'armored-hello-user',
    'The hello server as its image means it: files are readable, what belongs to the node is not.',
    [
      new NetworkRule({ family, protocol: AppArmorProtocol.TCP }),
      new NetworkRule({ family, protocol: AppArmorProtocol.UDP }),
    ],
  );
}

/** Profile of the variant `armored-hello-denied`: any network, but /proc/cpuinfo is refused, which the base abstraction allows. */
export function armoredHelloDenied(): AppArmorProfile {
  return hello(
    'armored-hello-denied',
    'The hello server without a look at the processor: /procfile answers "permission denied".',
    [
      new NetworkRule({}),
      FileRule.deny('@{PROC}/cpuinfo', 'rw', { comment: 'the base abstraction allows reading it; a refusal wins' }),
    ],
  );
}

/** The profiles of the demonstration. */
export function helloProfiles(): AppArmorProfile[] {
  return [armoredHelloUser(), armoredHelloDenied()];
}

// no capability is allowed, so the server has none, whatever its container is given
function hello(name: string, comment: string, rules: AppArmorRule[]): AppArmorProfile {
  return new AppArmorProfile({
    name,
    comment,
    includes: [AppArmorInclude.abstraction('base')],
    rules: [...rules, ...signalRules(), ...sockets(), ...mounts(), ...files()],
  });
}

function sockets(): AppArmorRule[] {
  const comment = 'no forged packets, no listening to others';
  return [
    new NetworkRule({ type: AppArmorSocketType.RAW, deny: true, comment }),
    new NetworkRule({ family: AppArmorSocketFamily.PACKET, deny: true, comment }),
  ];
}

function mounts(): AppArmorRule[] {
  return [new MountRule({ deny: true }), new UmountRule()];
}

function files(): AppArmorRule[] {
  const every = 'mrwlkx';
  const sys = 'of /sys, only the cgroups may be locked or run from';
  return [
    FileRule.allowEverything({ comment: 'allowed unless refused below; every write is logged' }),
    FileRule.allow('/**', 'w', { audit: true, comment: 'allowed unless refused below; every write is logged' }),

    // /tmp is left out: it is where an app writes, on a volume of its own
    FileRule.deny('/{bin,boot,dev,etc,home,lib,lib64,media,mnt,opt,root,sbin,srv,usr}/**', 'wl', {
      comment: 'the image stays as it was built',
    }),
    FileRule.deny('/{proc,sys}/**', 'wl', { comment: 'the kernel is not steered, neither by tunables nor by devices' }),

    // both homes of a shell: /bin may be a link to /usr/bin
    FileRule.deny('/{,usr/}bin/{dash,sh}', every, { comment: 'no shell, no view of other processes' }),
    FileRule.deny('/usr/bin/top', every, { comment: 'no shell, no view of other processes' }),

    FileRule.deny('@{PROC}/{kcore,kmem,mem,sysrq-trigger}', every, { comment: 'kernel memory and the reset button' }),
    ...['[^f]*', 'f[^s]*', 'fs/[^c]*', 'fs/c[^g]*', 'fs/cg[^r]*'].map((rest) =>
      FileRule.deny(`/sys/${rest}/**`, 'wlkx', { comment: sys }),
    ),
    FileRule.deny('/sys/{firmware/efi/efivars,kernel/security}/**', every, {
      comment: 'boot variables and security modules',
    }),
  ];
}
