import { listAt, objectAt, stringsAt, isObject, stringAt, type JsonObject } from './manifest';

/** Right that a command needs, so that a hardened container could not run it. */
export interface CommandNeed {
  /** Name of the program. */
  readonly program: string;
  /** True if it needs user 0. */
  readonly root: boolean;
  /** True if it needs capabilities. */
  readonly capabilities: boolean;
  /** True if it gets rights through its file: setuid. */
  readonly setuid: boolean;
  /** True if it writes to the root file system. */
  readonly writesRoot: boolean;
}

type Need = Omit<CommandNeed, 'program'>;

const ROOT: Need = { root: true, capabilities: true, setuid: false, writesRoot: false };
const INSTALLER: Need = { ...ROOT, writesRoot: true };
const CHANGES_MODE: Need = { ...ROOT, capabilities: false };
const CHANGES_USER: Need = { ...ROOT, setuid: true };

/** Programs that need rights which a hardened container does not have. */
const PROGRAMS: ReadonlyMap<string, Need> = new Map<string, Need>([
  ...['chown', 'chgrp', 'chroot', 'mknod', 'mount', 'umount', 'setcap', 'nsenter', 'unshare', 'losetup'].map(
    pairOf(ROOT),
  ),
  ...['modprobe', 'insmod', 'sysctl', 'iptables', 'ip6tables', 'iptables-restore', 'nft', 'ipset', 'ebtables'].map(
    pairOf(ROOT),
  ),
  ...['tc', 'ifconfig', 'gosu', 'su-exec', 'setpriv', 'runuser', 'start-stop-daemon'].map(pairOf(ROOT)),
  ...['mkfs', 'mkfs.ext4', 'mkfs.xfs', 'fsck', 'swapoff', 'swapon', 'hwclock', 'mdadm', 'cryptsetup'].map(pairOf(ROOT)),
  ...['chmod'].map(pairOf(CHANGES_MODE)),
  ...['sudo', 'su', 'doas'].map(pairOf(CHANGES_USER)),
  ...['apt-get', 'apt', 'apk', 'yum', 'dnf', 'microdnf', 'zypper', 'rpm', 'dpkg', 'tdnf'].map(pairOf(INSTALLER)),
  ...['useradd', 'adduser', 'groupadd', 'addgroup', 'usermod', 'update-ca-certificates', 'update-alternatives'].map(
    pairOf(INSTALLER),
  ),
]);

function pairOf(need: Need): (program: string) => [string, Need] {
  return (program) => [program, need];
}

/** Largest number of characters of a command that are searched. */
const LONGEST = 100_000;

/** Returns the needs of the programs in the commands of a container, each program once. */
export function commandNeeds(container: JsonObject): CommandNeed[] {
  const found = new Map<string, CommandNeed>();
  let left = LONGEST;
  for (const texts of commandsOf(container)) {
    for (const [i, text] of texts.entries()) {
      if (left <= 0) break;
      const searched = text.slice(0, left);
      left -= searched.length;
      for (const program of i === 0 ? [baseOf(searched), ...programsIn(searched)] : programsIn(searched)) {
        const need = PROGRAMS.get(program);
        if (need !== undefined && !found.has(program)) found.set(program, { program, ...need });
      }
    }
  }
  return [...found.values()];
}

/** Returns the command of a container with its arguments, and those of its probes and lifecycle hooks. */
function commandsOf(container: JsonObject): string[][] {
  const lifecycle = objectAt(container, 'lifecycle');
  const hooks = ['postStart', 'preStop'].map((name) => objectAt(lifecycle, name));
  const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((name) => objectAt(container, name));
  return [
    [...stringsAt(container, 'command'), ...stringsAt(container, 'args')],
    ...[...hooks, ...probes].map((handler) => stringsAt(objectAt(handler, 'exec'), 'command')),
  ];
}

/**
 * Returns the words of a shell script that are in the place of a program: at its start, or after a separator, `exec`, `then`
 * and their like. An argument with no white space is not a script.
 */
function programsIn(text: string): string[] {
  if (!/\s/.test(text)) return [];
  const programs: string[] = [];
  let isCommand = true;
  for (const [word] of text.matchAll(/[;&|(){}\n`]|\$\(|[^\s;&|(){}`]+/g)) {
    if (/^(?:[;&|(){}\n`]|\$\()$/.test(word)) isCommand = true;
    else if (isCommand && !PREFIXES.has(word) && !/^[A-Za-z_]\w*=/.test(word)) {
      programs.push(baseOf(word));
      isCommand = false;
    }
  }
  return programs;
}

/** Words before which a program can stand. */
const PREFIXES: ReadonlySet<string> = new Set([
  ...['!', 'do', 'elif', 'else', 'exec', 'if', 'nice', 'nohup', 'then', 'time', 'until', 'while', 'command'],
]);

function baseOf(word: string): string {
  const path = word.replace(/^["']|["']$/g, '');
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the texts of a container in which its author refers to paths and variables: its command, arguments and variables. */
export function textsOf(container: JsonObject): string[] {
  const values = listAt(container, 'env').map((variable) =>
    isObject(variable) ? stringAt(variable, 'value') : undefined,
  );
  return [
    ...stringsAt(container, 'command'),
    ...stringsAt(container, 'args'),
    ...values.filter((value) => value !== undefined),
  ];
}
