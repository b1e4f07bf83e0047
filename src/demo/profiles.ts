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
 * Returns the profile of the variant `armored-hello-user`, which does not change the answers of the server.
 *
 * The profile is not an example to follow: it allows everything except a list. AppArmorBaseline denies everything except a
 * list.
 */
export function armoredHelloUser(): AppArmorProfile {
  const family = AppArmorSocketFamily.INET;
  return hello(
    'armored-hello-user',
    'Hello server with unchanged answers: the files of its image are readable, and the node is protected.',
    [
      new NetworkRule({ family, protocol: AppArmorProtocol.TCP }),
      new NetworkRule({ family, protocol: AppArmorProtocol.UDP }),
    ],
  );
}

/** Returns the profile of the variant `armored-hello-denied`. It allows any network, and denies /proc/cpuinfo, which the base abstraction allows. */
export function armoredHelloDenied(): AppArmorProfile {
  return hello(
    'armored-hello-denied',
    'Hello server without access to /proc/cpuinfo: /procfile answers "permission denied".',
    [
      new NetworkRule({}),
      FileRule.deny('@{PROC}/cpuinfo', 'rw', { comment: 'the base abstraction allows reading it; a deny rule wins' }),
    ],
  );
}

/** Returns the profiles of the demo. */
export function helloProfiles(): AppArmorProfile[] {
  return [armoredHelloUser(), armoredHelloDenied()];
}

// the profile allows no capability, so the server has none, even if its container adds some
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
    FileRule.allowEverything({ comment: 'allowed unless denied below; every write is logged' }),
    FileRule.allow('/**', 'w', { audit: true, comment: 'allowed unless denied below; every write is logged' }),

    // without /tmp, which is the app's own volume to write to
    FileRule.deny('/{bin,boot,dev,etc,home,lib,lib64,media,mnt,opt,root,sbin,srv,usr}/**', 'wl', {
      comment: 'the image stays as it was built',
    }),
    FileRule.deny('/{proc,sys}/**', 'wl', { comment: 'no change of kernel settings or devices' }),

    // both folders of a shell, because /bin can be a link to /usr/bin
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
