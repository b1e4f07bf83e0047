import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { command } from '../../scripts/lib/command';

/** Programs that the tests in QEMU start, with instructions to install them. */
const PROGRAMS = {
  go: 'see https://go.dev/doc/install',
  kubectl: 'see https://kubernetes.io/docs/tasks/tools/',
  busybox: 'apt-get install busybox-static',
  debootstrap: 'apt-get install debootstrap',
  mke2fs: 'apt-get install e2fsprogs',
  etcd: 'apt-get install etcd-server',
  'qemu-system-x86_64': 'apt-get install qemu-system-x86',
  'docker-registry': 'apt-get install docker-registry',
  skopeo: 'apt-get install skopeo',
  'apt-get': 'run on Debian or Ubuntu, whose kernel has AppArmor',
  'dpkg-deb': 'apt-get install dpkg',
  tar: 'apt-get install tar',
  openssl: 'apt-get install openssl',
  cargo: 'see https://rustup.rs',
  cc: 'apt-get install build-essential',
  'pkg-config': 'apt-get install pkg-config',
  ip: 'apt-get install iproute2',
  swtpm: 'apt-get install swtpm',
  systemctl: 'apt-get install systemd',
  tpm2_shutdown: 'apt-get install tpm2-tools',
} as const;

/** Libraries that the programs are built with, or load by name, with instructions to install them. */
const LIBRARIES = {
  'libtss2-esys.so': 'apt-get install libtss2-dev',
  'libtss2-esys.so.0': 'apt-get install libtss2-dev',
  'libtss2-tcti-swtpm.so.0': 'apt-get install libtss2-tcti-swtpm0',
} as const;

/** Program that a test in QEMU starts. */
export type Program = keyof typeof PROGRAMS;

/** Folders of programs for administrators, which are not in the PATH of every user. */
const ALSO = ['/usr/sbin', '/sbin', '/usr/local/go/bin'];

/** Adds the folders of programs to PATH. @throws Error if a program is missing: the message contains the instructions to install it */
export function requirePrograms(...programs: readonly Program[]): void {
  process.env.PATH = [process.env.PATH, ...ALSO].join(delimiter);
  const missing = programs.filter((program) => !isInPath(program));
  if (missing.length === 0) return;
  throw new Error(missing.map((program) => `${program} is missing: ${PROGRAMS[program]}`).join('\n'));
}

/** @throws Error if the loader does not find a library: the message contains the instructions to install it */
export function requireLibrary(library: keyof typeof LIBRARIES): void {
  requirePrograms();
  const known = command('ldconfig', ['-p']);
  if (!known.split('\n').some((line) => line.trim().startsWith(`${library} `)))
    throw new Error(`${library} is missing: ${LIBRARIES[library]}`);
}

function isInPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
