import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { cached } from '../../scripts/lib/repository';
import { timed } from '../cluster/timed';

const RELEASE = 'bookworm';

/** Packages that a node needs in addition to a minimal Debian: an init, a kernel with AppArmor, and the programs that containerd, kubelet and Parsec call. */
const PACKAGES = [
  ...['systemd-sysv', 'dbus', 'udev', 'kmod', 'procps', 'iproute2'],
  ...['linux-image-amd64', 'initramfs-tools', 'busybox-static', 'apparmor'],
  ...['runc', 'iptables', 'conntrack', 'ethtool', 'socat', 'containernetworking-plugins'],
  // for a gateway with keys in a TPM
  ...['tpm2-tools', 'libtss2-esys-3.0.2-0', 'libtss2-tctildr0', 'libtss2-mu0', 'libtss2-sys1', 'libtss2-tcti-device0'],
];

const SERVICE = join(__dirname, 'guest/node.service');
const DISK_SIZE = '3G';

/** Debian that can boot. Its disk is never changed. */
export interface Debian {
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** Returns the Debian of the node, and installs it if it is missing. `packages.txt` next to the disk lists the installed versions. */
export function debian(): Debian {
  const content = [RELEASE, DISK_SIZE, ...PACKAGES, readFileSync(SERVICE, 'utf8')].join('\n');
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const folder = cached(`e2e/debian-${RELEASE}-${digest}`, install);
  return { disk: join(folder, 'disk.img'), kernel: join(folder, 'vmlinuz'), initrd: join(folder, 'initrd.img') };
}

function install(folder: string): void {
  if (process.getuid?.() !== 0) throw new Error('debootstrap needs root: run as root');
  const root = join(folder, 'root');
  timed(`install Debian ${RELEASE}`, () =>
    command('nice', ['-n', '15', 'debootstrap', '--variant=minbase', `--include=${PACKAGES.join(',')}`, RELEASE, root]),
  );
  configure(root);
  const packages = command('dpkg-query', ['--admindir', join(root, 'var/lib/dpkg'), '--show']);
  writeFileSync(join(folder, 'packages.txt'), packages);
  rmSync(join(root, 'var/cache/apt'), { recursive: true, force: true });
  for (const file of ['vmlinuz', 'initrd.img']) {
    const newest = readdirSync(join(root, 'boot')).find((name) => name.startsWith(`${file}-`))!;
    copyFileSync(join(root, 'boot', newest), join(folder, file));
  }
  timed('write its disk', () =>
    command('mke2fs', ['-q', '-t', 'ext4', '-d', root, join(folder, 'disk.img'), DISK_SIZE]),
  );
  rmSync(root, { recursive: true });
}

/** Configures the system to mount the second disk at `/node`, and to run `/node/start` at boot. */
function configure(root: string): void {
  const units = join(root, 'etc/systemd/system');
  const wanted = join(units, 'multi-user.target.wants');
  mkdirSync(wanted, { recursive: true });
  copyFileSync(SERVICE, join(units, 'node.service'));
  symlinkSync('../node.service', join(wanted, 'node.service'));
  // a login prompt on the console would mix with the node's messages
  symlinkSync('/dev/null', join(units, 'serial-getty@ttyS0.service'));
  mkdirSync(join(root, 'node'));
  writeFileSync(join(root, 'etc/fstab'), '/dev/vdb /node ext4 defaults 0 0\n');
  writeFileSync(join(root, 'etc/hostname'), 'node\n');
  writeFileSync(join(root, 'etc/resolv.conf'), '');
}
