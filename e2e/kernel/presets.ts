import { AppArmorPreset } from '../../src/apparmor/presets/preset';
import type { AppArmorProfile } from '../../src/apparmor/profile';

/** Attempt under a profile, with its expected result. */
export interface Try {
  readonly do: string;
  readonly on?: string;
  readonly outcome: 'allowed' | 'denied';
}

/** Preset, with the attempts of a program at the path of the preset's executable. */
export interface PresetQuestion {
  readonly name: string;
  readonly text: string;
  readonly executable: string;
  /** Files that exist. */
  readonly files: readonly string[];
  /** Programs that exist besides the preset's own. */
  readonly programs: readonly string[];
  readonly tries: readonly Try[];
}

type Attempt = readonly [string, string?];

/** Attempts that no preset allows, even to a process with all rights. */
const NEVER: readonly Attempt[] = [
  ['read', '/etc/shadow'],
  ['read', '/proc/kallsyms'],
  ['write', '/proc/sys/kernel/domainname'],
  ['write', '/etc/passwd'],
  ['write', '/srv/left-behind'],
  ['run', '/bin/sh'],
  ['run', '/tmp/dropped'],
  ['open a raw socket'],
  ['open a packet socket'],
  ['give away', '/tmp/given'],
  ['trace another process'],
  ['signal another process'],
  ['leave the profile'],
  ['mount', '/mnt'],
];

/** Attempts that every preset allows. */
const ALWAYS: readonly Attempt[] = [
  ['read', '/etc/resolv.conf'],
  ['read', '/etc/ssl/certs/ca.pem'],
  ['write', '/tmp/scratch'],
  ['listen', ':8080'],
  ['ask for addresses'],
];

const FILES = [
  '/etc/resolv.conf',
  '/etc/ssl/certs/ca.pem',
  '/etc/shadow',
  '/etc/passwd',
  '/srv/content',
  '/tmp/scratch',
  '/tmp/given',
];

interface Preset {
  readonly profile: AppArmorProfile;
  readonly executable: string;
  readonly programs?: readonly string[];
  readonly allowed: readonly Attempt[];
  readonly denied: readonly Attempt[];
}

/** All presets, with the paths in their documentation. */
export function presetQuestions(): PresetQuestion[] {
  return [webServer(), staticBinary(), nodeJs()].map(({ profile, executable, programs = [], allowed, denied }) => ({
    name: profile.name,
    text: profile.render(),
    executable,
    files: [...new Set([...FILES, ...[...allowed, ...denied].flatMap(filesOf)])],
    programs: ['/bin/sh', '/tmp/dropped', ...programs],
    tries: [
      ...[...ALWAYS, ...allowed].map((each) => tried(each, 'allowed')),
      ...[...denied, ...NEVER].map((each) => tried(each, 'denied')),
    ],
  }));
}

function webServer(): Preset {
  const executable = '/usr/sbin/nginx';
  return {
    profile: AppArmorPreset.staticWebServer({
      name: 'static-web-server',
      executables: [executable],
      content: ['/usr/share/nginx/html'],
      configuration: ['/etc/nginx'],
      writableFolders: ['/var/cache/nginx'],
      lowPorts: true,
    }),
    executable,
    programs: ['/var/cache/nginx/dropped', '/usr/bin/curl'],
    allowed: [
      ['read', '/usr/share/nginx/html/index.html'],
      ['list', '/usr/share/nginx/html'],
      ['read', '/etc/nginx/nginx.conf'],
      ['write', '/var/cache/nginx/page'],
      ['map', '/usr/lib/x86_64-linux-gnu/libc.so.6'],
      ['listen', ':80'],
      ['run', executable],
    ],
    denied: [
      ['write', '/usr/share/nginx/html/index.html'],
      ['write', '/etc/nginx/nginx.conf'],
      ['map', '/var/cache/nginx/page'],
      ['run', '/var/cache/nginx/dropped'],
      ['run', '/usr/bin/curl'],
    ],
  };
}

function staticBinary(): Preset {
  const executable = '/app';
  return {
    profile: AppArmorPreset.staticBinary({
      name: 'static-binary',
      executable,
      readOnly: ['/etc/app/{,**}'],
      readWrite: ['/var/lib/app/{,**}'],
    }),
    executable,
    allowed: [
      ['read', '/etc/app/settings'],
      ['write', '/var/lib/app/state'],
      ['read', '/proc/cpuinfo'],
      ['run', executable],
    ],
    denied: [
      ['write', '/etc/app/settings'],
      ['read', '/usr/lib/x86_64-linux-gnu/libc.so.6'],
      ['map', '/var/lib/app/state'],
      ['list', '/var/lib'],
      ['listen', ':80'],
    ],
  };
}

function nodeJs(): Preset {
  const executable = '/usr/local/bin/node';
  return {
    profile: AppArmorPreset.nodeJs({ name: 'node-js', app: '/app', writableFolders: ['/data'] }),
    executable,
    programs: ['/usr/local/bin/npm', '/data/dropped'],
    allowed: [
      ['read', '/app/main.js'],
      ['list', '/app'],
      ['map', '/app/node_modules/serialport/bindings.node'],
      ['map', '/usr/lib/x86_64-linux-gnu/libc.so.6'],
      ['write', '/data/state.json'],
      ['run', executable],
    ],
    denied: [
      ['write', '/app/main.js'],
      ['write', '/app/node_modules/serialport/bindings.node'],
      ['map', '/app/main.js'],
      ['map', '/data/evil.node'],
      ['run', '/usr/local/bin/npm'],
      ['run', '/data/dropped'],
      ['listen', ':80'],
    ],
  };
}

function tried([what, on]: Attempt, outcome: Try['outcome']): Try {
  return { do: what, ...(on !== undefined && { on }), outcome };
}

/** Returns the files that an attempt needs. A file that is read or mapped must exist, because otherwise its absence would be the result. */
function filesOf([what, on = '']: Attempt): string[] {
  const isOwn = !on.startsWith('/proc/') && (what === 'read' || what === 'map' || what === 'write');
  return isOwn ? [on] : [];
}
