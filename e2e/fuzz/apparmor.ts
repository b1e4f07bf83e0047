import { readFileSync } from 'node:fs';
import { AppArmorFile } from '../../src/apparmor/apparmor-file';
import { includeCycles } from '../../src/apparmor/include-cycle';
import { lintAppArmor } from '../../src/apparmor/lint/lints';
import { fileSubjects } from '../../src/apparmor/lint/file-subjects';
import { AppArmorParserVersion } from '../../src/apparmor/parser-version';
import { AppArmorPreset } from '../../src/apparmor/presets/preset';
import { installed } from '../../test/apparmor/installed-profiles';
import { INHERITED } from './json';
import { mutate } from './mutate';
import type { Random } from './random';
import type { FuzzReader } from './reader';
import { refusable } from './refusable';

const parserVersion = AppArmorParserVersion.V4_1;

/** Valid texts: the presets, and the profiles of Debian's packages if they are installed. */
const SEEDS: ReadonlyArray<string> = [
  ...[
    AppArmorPreset.staticWebServer({ name: 'web', executables: ['/usr/sbin/nginx'], content: ['/srv/www'] }),
    AppArmorPreset.staticBinary({ name: 'web', executable: '/app' }),
    AppArmorPreset.nodeJs({ name: 'web', app: '/app' }),
    AppArmorPreset.fromNeeds({ name: 'web', executables: ['/app'], connects: true, parsecSocket: '/run/parsec.sock' }),
  ].map((profile) => profile.render()),
  ...(installed.missing().length === 0 ? installed.profiles().map((path) => readFileSync(path, 'utf8')) : []),
];

const WORDS = [
  ...['profile ', 'hat ', '^x {', '{', '}', ' {\n', ',\n', '\n#', ' -> ', '@{', '@{A}=', '@{A}+=', '${b}=true\n'],
  ...['include <abstractions/base>\n', '#include "x"', 'include if exists <x>', 'abi <abi/4.0>,', 'alias /a -> /b,'],
  ...['if defined @{A} {', '} else if ${b} {', 'deny ', 'audit ', 'owner ', 'priority=9 ', 'allow '],
  ...[
    'capability chown,',
    'network inet stream,',
    'mount options=(ro, rw) fstype=x /a -> /b,',
    'umount /x,',
    'remount,',
  ],
  ...['ptrace (read) peer=x,', 'signal (send) set=(kill, rtmin+1) peer=@{profile_name},', 'unix (send) type=stream,'],
  ...['dbus send bus=system path=/x interface=a.b member=c peer=(name=x label=y),', 'change_profile -> x,', 'userns,'],
  ...['pivot_root oldroot=/a /b -> x,', 'rlimit nofile <= 1,', 'set rlimit cpu <= 1min,', 'mqueue (r) type=posix /x,'],
  ...['io_uring (sqpoll) label=x,', 'all,', 'link subset /a -> /b,', 'flags=(complain, kill.signal=x)', 'xattrs=(u=v)'],
  ...['/**', '/{a,b,{c,d}}', '[a-z]', '[^/]', '\\x2f', '\\101', '?', '*', ' rwlkm,', ' Pix -> x,', ' cux,', 'file,'],
  ...INHERITED,
];

function path(random: Random): string {
  const part = (): string =>
    random.pick(['a', 'b', 'data', '*', '**', '?', '[a-c]', '{a,b}', '{,x}', '@{A}', '@{HOME}', '@{proc}', '.', '\\{']);
  return `/${Array.from({ length: 1 + random.below(5) }, part).join(random.pick(['/', '']))}`;
}

function rule(random: Random): string {
  const qualifiers = random.pick(['', '', 'deny ', 'owner ', 'audit deny ', 'priority=2 ']);
  if (random.chance(0.2)) return random.pick(WORDS);
  const permissions = random.pick(['r', 'w', 'rw', 'rwlk', 'mr', 'a', 'ix', 'Px', 'Cx -> c', 'ux', 'pux', 'x', 'rk']);
  return `${qualifiers}${path(random)} ${permissions},`;
}

/** Returns many rules of the same form whose patterns are hard to compare. */
function hostile(random: Random): string {
  const stars = (): string =>
    Array.from({ length: 1 + random.below(6) }, () => random.pick(['*', '**', '?', '[a-m]', '{a,b}', 'a', 'b'])).join(
      '',
    );
  const [before, after, other] = [stars(), stars(), stars()];
  const rules = 1 + random.below(random.pick([20, 200, 2_000]));
  return Array.from(
    { length: rules },
    (_, i) => `/${before}${i}${after} ${random.pick(['rw', 'ix', 'w', 'Cx'])},\ndeny /${other}${i % 7}${after} w,\n`,
  ).join('');
}

function profile(random: Random, depth = 0): string {
  const body = random.list(8, () => (random.chance(0.1) && depth < 3 ? profile(random, depth + 1) : rule(random)));
  const head = random.pick(['profile web', 'profile "w x"', '/usr/bin/x', '^hat', 'profile web /bin/*']);
  return `${head} ${random.pick(['', 'flags=(attach_disconnected) '])}{\n${body.join('\n')}\n}`;
}

function text(random: Random): string {
  if (random.chance(0.02)) return `@{A}=x y @{A}\nprofile web {\n${hostile(random)}}\n`.slice(0, 100_000);
  if (random.chance(0.5)) return mutate(random.pick(SEEDS), random, WORDS);
  const variables = random.list(
    3,
    () => `@{${random.pick(['A', 'B', ...INHERITED])}}=${random.pick(['/a/', 'b c', '@{A}'])}\n`,
  );
  const whole = `${variables.join('')}${random.list(2, () => profile(random)).join('\n')}\n`;
  return random.chance(0.5) ? mutate(whole, random, WORDS) : whole;
}

/** Reader of AppArmor texts. It lints a text, writes it back, and converts each profile to a typed profile. */
export const apparmor: FuzzReader<string> = {
  name: 'apparmor',
  generate: text,
  run: (input) => {
    const file = AppArmorFile.recognize(input, { parserVersion });
    lintAppArmor(fileSubjects(file));
    AppArmorFile.recognize(file.render(), { parserVersion });
    includeCycles([file]);
    for (const { name } of file.profiles) refusable(() => file.toProfile(name).lint());
  },
};
