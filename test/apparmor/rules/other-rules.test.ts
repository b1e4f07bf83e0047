import { CapabilityRule } from '../../../src/apparmor/rules/capability-rule';
import { Capability } from '../../../src/host/capability';
import { ChangeProfileRule } from '../../../src/apparmor/rules/change-profile-rule';
import { LinkRule } from '../../../src/apparmor/rules/link-rule';
import { AppArmorMountOption } from '../../../src/apparmor/rules/mount-option';
import { MountRule } from '../../../src/apparmor/rules/mount-rule';
import {
  AppArmorProtocol,
  AppArmorSocketFamily,
  AppArmorSocketType,
  NetworkRule,
} from '../../../src/apparmor/rules/network-rule';
import { PivotRootRule } from '../../../src/apparmor/rules/pivot-root-rule';
import { AppArmorPtraceAccess, PtraceRule } from '../../../src/apparmor/rules/ptrace-rule';
import { RemountRule } from '../../../src/apparmor/rules/remount-rule';
import { AppArmorRlimit, RlimitRule } from '../../../src/apparmor/rules/rlimit-rule';
import { AppArmorSignal, AppArmorSignalAccess, SignalRule } from '../../../src/apparmor/rules/signal-rule';
import { UmountRule } from '../../../src/apparmor/rules/umount-rule';
import { AppArmorUnixAccess, UnixRule } from '../../../src/apparmor/rules/unix-rule';

describe('a rule on capabilities', () => {
  test('has a list of capabilities, or applies to all', () => {
    expect(
      new CapabilityRule({
        capabilities: [Capability.CHOWN, Capability.SETUID, Capability.CHOWN],
      }).render(),
    ).toBe('capability chown setuid,');
    expect(new CapabilityRule({ deny: true, audit: true }).render()).toBe('audit deny capability,');
  });

  test('rejects an empty list', () => {
    expect(() => new CapabilityRule({ capabilities: [] })).toThrow(
      /omit the rule for no capability, or the list for every capability/,
    );
  });

  test('rejects the spelling of the kernel', () => {
    expect(() => new CapabilityRule({ capabilities: ['CAP_NET_ADMIN' as Capability] })).toThrow(
      /capabilities has "CAP_NET_ADMIN": use AUDIT_CONTROL/,
    );
  });
});

describe('a rule on sockets', () => {
  test('has a family, and a type or a protocol', () => {
    expect(new NetworkRule({}).render()).toBe('network,');
    expect(new NetworkRule({ family: AppArmorSocketFamily.UNIX, type: AppArmorSocketType.STREAM }).render()).toBe(
      'network unix stream,',
    );
    expect(
      new NetworkRule({ family: AppArmorSocketFamily.INET, protocol: AppArmorProtocol.TCP, audit: true }).render(),
    ).toBe('audit network inet tcp,');
    expect(new NetworkRule({ type: AppArmorSocketType.RAW, deny: true }).render()).toBe('deny network raw,');
  });

  test('rejects a type with a protocol, and a protocol without its family', () => {
    expect(() => new NetworkRule({ type: AppArmorSocketType.STREAM, protocol: AppArmorProtocol.TCP })).toThrow(
      /type "stream" and protocol "tcp" contradict each other: keep one/,
    );
    expect(() => new NetworkRule({ family: AppArmorSocketFamily.INET6, protocol: AppArmorProtocol.ICMP })).toThrow(
      /protocol "icmp" does not exist in family "inet6": use inet/,
    );
  });
});

describe('a rule on signals', () => {
  test('has a direction, signals and a peer', () => {
    expect(new SignalRule({}).render()).toBe('signal,');
    expect(
      new SignalRule({
        access: [AppArmorSignalAccess.RECEIVE],
        signals: [AppArmorSignal.TERM, AppArmorSignal.KILL],
        realtimeSignals: [0, 32],
        peer: 'unconfined',
      }).render(),
    ).toBe('signal (receive) set=(term, kill, rtmin+0, rtmin+32) peer=unconfined,');
  });

  test('rejects an empty list', () => {
    expect(() => new SignalRule({ access: [] })).toThrow(/access is an empty list/);
    expect(() => new SignalRule({ signals: [] })).toThrow(/signals is an empty list/);
    expect(() => new SignalRule({ realtimeSignals: [] })).toThrow(/signals is an empty list/);
    expect(() => new SignalRule({ realtimeSignals: [33] })).toThrow(/whole numbers from 0 to 32, got 33/);
  });
});

describe('a rule on tracing', () => {
  test('has permissions and a peer', () => {
    expect(
      new PtraceRule({
        access: [AppArmorPtraceAccess.READ, AppArmorPtraceAccess.TRACE],
        peer: '@{profile_name}',
      }).render(),
    ).toBe('ptrace (read, trace) peer=@{profile_name},');
    expect(new PtraceRule({ deny: true }).render()).toBe('deny ptrace,');
    expect(() => new PtraceRule({ access: [] })).toThrow(/access is an empty list/);
  });
});

describe('a rule on unix sockets', () => {
  const { BIND, CONNECT } = AppArmorUnixAccess;

  test('has both ends', () => {
    expect(
      new UnixRule({
        access: [CONNECT],
        type: AppArmorSocketType.STREAM,
        address: 'none',
        peerAddress: '@/tmp/x y',
        peerLabel: '{a,b}',
      }).render(),
    ).toBe('unix (connect) type=stream addr=none peer=(addr="@/tmp/x y", label="{a,b}"),');
  });

  test('rejects a path, which is a file', () => {
    expect(() => new UnixRule({ peerAddress: '/run/parsec/parsec.sock' })).toThrow(
      /peerAddress must start with @, or be none or auto, .*: allow a socket in the file system with rw in a FileRule/,
    );
  });

  test('rejects a peer for an access without one', () => {
    expect(() => new UnixRule({ access: [BIND, CONNECT], peerLabel: 'a' })).toThrow(/access bind cannot have a peer/);
  });
});

describe('rules on mounts', () => {
  const { RO, RW, NOSUID, RSHARED, BIND } = AppArmorMountOption;

  test('have types, flags, a source and a mount point', () => {
    expect(new MountRule({ deny: true }).render()).toBe('deny mount,');
    expect(
      new MountRule({
        fileSystems: ['tmpfs'],
        options: [RW, NOSUID],
        source: 'tmpfs',
        mountPoint: '/scratch/',
      }).render(),
    ).toBe('mount fstype=(tmpfs) options=(rw, nosuid) tmpfs -> /scratch/,');
    expect(new MountRule({ options: [BIND], optionsAmong: [RO], source: '/a b/', mountPoint: '/c/' }).render()).toBe(
      'mount options=(bind) options in (ro) "/a b/" -> /c/,',
    );
    expect(new MountRule({ options: [RSHARED], mountPoint: '/' }).render()).toBe('mount options=(rshared) -> /,');
    expect(new RemountRule({ options: [RO], mountPoint: '/data/' }).render()).toBe('remount options=(ro) /data/,');
    expect(new UmountRule({ audit: true }).render()).toBe('audit umount,');
    expect(new PivotRootRule({ newRoot: '/mnt/', oldRoot: '/mnt/old/' }).render()).toBe(
      'pivot_root oldroot=/mnt/old/ /mnt/,',
    );
  });

  test('reject flags that contradict each other, which the parser of 3.0 accepts and later parsers reject', () => {
    expect(() => new MountRule({ options: [RO, RW] })).toThrow(/options contain both ro and rw: remove one/);
    expect(() => new MountRule({ options: [RSHARED], source: '/a', mountPoint: '/b' })).toThrow(
      /options rshared only change a mount point/,
    );
  });

  test('reject values that would allow more, or end the rule', () => {
    expect(() => new MountRule({ options: [] })).toThrow(/options is an empty list/);
    expect(() => new UmountRule({ fileSystems: [] })).toThrow(/fileSystems is an empty list/);
    expect(() => new MountRule({ fileSystems: ['ext4) -> /x,'] })).toThrow(/fileSystems must contain only letters/);
    expect(() => new RemountRule({ mountPoint: 'data' })).toThrow(/mountPoint must start with \//);
  });
});

describe('a rule on changing the profile', () => {
  test('has a target and an execution', () => {
    expect(new ChangeProfileRule().render()).toBe('change_profile,');
    expect(new ChangeProfileRule({ target: 'worker' }).render()).toBe('change_profile -> worker,');
    expect(new ChangeProfileRule({ target: 'worker', exec: '/bin/w' }).render()).toBe(
      'change_profile safe /bin/w -> worker,',
    );
    expect(new ChangeProfileRule({ exec: '/bin/w', keepEnvironment: true }).render()).toBe(
      'change_profile unsafe /bin/w,',
    );
  });

  test('rejects stacks, namespaces, and an environment without an execution', () => {
    expect(() => new ChangeProfileRule({ target: '&a' })).toThrow(/must not start with & or :/);
    expect(() => new ChangeProfileRule({ target: '\\:a' })).toThrow(/must not start with & or :/);
    expect(() => new ChangeProfileRule({ target: '@{A}' })).toThrow(/must not start with @\{A\}/);
    expect(() => new ChangeProfileRule({ target: '@{profile_name}//a' })).not.toThrow();
    expect(() => new ChangeProfileRule({ keepEnvironment: true })).toThrow(/set exec/);
  });
});

describe('a rule on links', () => {
  test('keeps the permissions of the target unless specified otherwise', () => {
    expect(new LinkRule({ path: '/a', target: '/b' }).render()).toBe('link subset /a -> /b,');
    expect(new LinkRule({ path: '/a', target: '/b', subset: false, owner: true, deny: true }).render()).toBe(
      'deny owner link /a -> /b,',
    );
  });
});

describe('a rule on limits', () => {
  test.each([
    [AppArmorRlimit.NOFILE, 1024, '1024'],
    [AppArmorRlimit.AS, 3 * 2 ** 30, '3G'],
    [AppArmorRlimit.FSIZE, 1536, '1536'],
    [AppArmorRlimit.STACK, 1536 * 1024, '1536K'],
    [AppArmorRlimit.CORE, 0, '0'],
    [AppArmorRlimit.CPU, 90, '90s'],
    [AppArmorRlimit.RTTIME, 500, '500us'],
    [AppArmorRlimit.NICE, -20, '-20'],
    [AppArmorRlimit.NPROC, undefined, 'infinity'],
  ])('writes %s %s as %s', (limit, value, text) => {
    expect(new RlimitRule({ limit, value }).render()).toBe(`set rlimit ${limit} <= ${text},`);
  });

  test.each([
    [AppArmorRlimit.NOFILE, -1],
    [AppArmorRlimit.NOFILE, 1.5],
    [AppArmorRlimit.NOFILE, NaN],
    [AppArmorRlimit.AS, 2 ** 53],
    [AppArmorRlimit.CPU, 0],
    [AppArmorRlimit.RTTIME, 0],
    [AppArmorRlimit.NICE, 20],
  ])('rejects %s of %s', (limit, value) => {
    expect(() => new RlimitRule({ limit, value })).toThrow(/must be a whole number from/);
  });
});
