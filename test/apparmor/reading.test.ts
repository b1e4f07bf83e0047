import { AppArmorFile, parseAppArmor } from '../../src/apparmor/apparmor-file';
import { AppArmorParserVersion } from '../../src/apparmor/parser-version';
import { DbusRule } from '../../src/apparmor/rules/dbus-rule';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { AppArmorSyntaxError } from '../../src/diagnostics/profile-syntax-error';
import { ParsedBlock } from '../../src/apparmor/statements/parsed-block';
import { ParsedComment } from '../../src/apparmor/statements/parsed-comment';
import { ParsedCondition } from '../../src/apparmor/statements/parsed-condition';
import { ParsedVariable } from '../../src/apparmor/statements/parsed-variable';
import { parser } from './apparmor-parser';

const inProfile = (rule: string): string => `profile x {\n  ${rule}\n}\n`;
const written = (rule: string, parserVersion?: AppArmorParserVersion): string =>
  AppArmorFile.parse(inProfile(rule), { parserVersion })
    .render()
    .replace(/^profile x \{\n {2}|\n\}\n$/g, '');
const error = (text: string, parserVersion?: AppArmorParserVersion): AppArmorSyntaxError => {
  try {
    AppArmorFile.parse(text, { file: 'f', parserVersion });
  } catch (e) {
    if (e instanceof AppArmorSyntaxError) return e;
    throw e;
  }
  throw new Error(`was read: ${text}`);
};

/** Rules in the forms that the parser accepts, and as they are written back. */
const RULES: ReadonlyArray<readonly [string, string]> = [
  ['/a r,', '/a r,'],
  ['r /a,', '/a r,'],
  ['/a R,', '/a r,'],
  ['/a rwrw,', '/a rw,'],
  ['file /a r,', '/a r,'],
  ['file r /a,', '/a r,'],
  ['file,', 'file,'],
  ['audit owner file,', 'audit owner file,'],
  ['/{,**} mrwlkix,', 'file,'],
  ['allow /a r,', 'allow /a r,'],
  ['audit deny owner /a rwx,', 'audit deny owner /a rwx,'],
  ['"/a b" r,', '"/a b" r,'],
  ['/a\\ b r,', '"/a b" r,'],
  ['/a\\040b r,', '"/a b" r,'],
  ['/a,b r,', '"/a,b" r,'],
  ['/a\\"b r,', '"/a\\"b" r,'],
  ['/a\\101\\x42\\d067 r,', '/aABC r,'],
  ['/\\303\\251 r,', '"/é" r,'],
  ['/a\\nb r,', '"/a\\012b" r,'],
  ['/a\\qb r,', '/aqb r,'],
  ['/a\\052b r,', '"/a\\*b" r,'],
  ['/a\\134b r,', '"/a\\134b" r,'],
  ['/[\\!a]b r,', '"/[\\!a]b" r,'],
  ['/a[a\\]b]c r,', '"/a[a\\]b]c" r,'],
  ['/[b-a] r,', '/[b-a] r,'],
  ['/{,}a r,', '/{,}a r,'],
  ['/a//b r,', '/a//b r,'],
  ['@{HOME}/** rwk,', '@{HOME}/** rwk,'],
  ['/a mrix,', '/a mrix,'],
  ['/a rixm,', '/a mrix,'],
  ['/a px,', '/a px,'],
  ['/a Px -> b,', '/a Px -> b,'],
  ['Cx /a -> "b c",', '/a Cx -> "b c",'],
  ['/a px -> &b,', '/a px -> "&b",'],
  ['/a px -> :ns:b,', '/a px -> :ns:b,'],
  ['/a px -> @{profile_name}//b,', '/a px -> @{profile_name}//b,'],
  ['/a pUx,', '/a pux,'],
  ['/a Pux,', '/a PUx,'],
  ['/a CIX,', '/a Cix,'],
  ['/a IX,', '/a ix,'],
  ['/a ix -> b,', '/a ix -> b,'],
  ['/a Ux,', '/a Ux,'],
  ['unsafe /a Px,', 'unsafe /a Px,'],
  ['file safe px /a -> b,', 'safe /a px -> b,'],
  ['unsafe /a ix,', 'unsafe /a ix,'],
  ['link /a -> /b,', 'link /a -> /b,'],
  ['owner link subset /a -> /b,', 'owner link subset /a -> /b,'],
  ['l /a -> /b,', 'link /a -> /b,'],
  ['deny l subset /a -> /b,', 'deny link subset /a -> /b,'],
  ['rl /a -> /b,', 'rl /a -> /b,'],
  ['/a rl -> /b,', '/a rl -> /b,'],
  ['/a rw -> /b,', '/a rw -> /b,'],
  ['capability,', 'capability,'],
  ['deny capability net_admin sys_ptrace,', 'deny capability net_admin sys_ptrace,'],
  ['network,', 'network,'],
  ['network inet tcp,', 'network inet tcp,'],
  ['network raw,', 'network raw,'],
  ['network packet,', 'network packet,'],
  ['network packet packet,', 'network packet packet,'],
  ['network ax25 dgram,', 'network ax25 dgram,'],
  ['mount,', 'mount,'],
  ['mount fstype=ext4 /a -> /b,', 'mount fstype=(ext4) /a -> /b,'],
  ['mount fstype=(ext4 xfs) vfstype in (proc),', 'mount fstype=(ext4, xfs, proc),'],
  ['mount fstype={ext4,xfs} /a,', 'mount fstype=("{ext4,xfs}") /a,'],
  ['mount options=rw options = (nosuid,nodev) /a -> /b,', 'mount options=(rw, nosuid, nodev) /a -> /b,'],
  ['mount option in (r w B R M verbose) /a,', 'mount options in (ro, rw, bind, rbind, move, silent) /a,'],
  ['mount options=(rw, make-rslave) -> /,', 'mount options=(rw, rslave) -> /,'],
  ['mount options=(rw) options in (nosuid) "" -> "/b c",', 'mount options=(rw) options in (nosuid) "" -> "/b c",'],
  ['remount options=ro /a,', 'remount options=(ro) /a,'],
  ['unmount /a,', 'umount /a,'],
  ['umount,', 'umount,'],
  ['pivot_root,', 'pivot_root,'],
  ['pivot_root oldroot=(/x/) /y/ -> p,', 'pivot_root oldroot=/x/ /y/ -> p,'],
  ['signal,', 'signal,'],
  ['signal rw,', 'signal (receive, send),'],
  ['signal (read write),', 'signal (receive, send),'],
  ['signal (),', 'signal,'],
  ['signal send set=kill set=(term rtmin+05) peer = "a b",', 'signal (send) set=(kill, term, rtmin+5) peer="a b",'],
  ['signal peer="",', 'signal peer="",'],
  ['ptrace wr peer=@{profile_name},', 'ptrace (read, trace) peer=@{profile_name},'],
  ['ptrace (tracedby, readby),', 'ptrace (tracedby, readby),'],
  ['unix,', 'unix,'],
  ['unix rw type=stream addr=@a* peer=(label=b),', 'unix (receive, send) type=stream addr=@a* peer=(label=b),'],
  ['unix (create) addr=none,', 'unix (create) addr=none,'],
  ['unix connect peer=( addr=(@b) label = "c d" ),', 'unix (connect) peer=(addr=@b, label="c d"),'],
  ['dbus,', 'dbus,'],
  ['dbus eavesdrop bus=system,', 'dbus (eavesdrop) bus=system,'],
  ['dbus bind bus=session name=a.b.*,', 'dbus (bind) bus=session name=a.b.*,'],
  [
    'dbus (send) bus={system,session} path=/a/b{,/**} interface=(a.b) member=X peer=(name=(c.d), label="{e,f}"),',
    'dbus (send) bus={system,session} path=/a/b{,/**} interface=a.b member=X peer=(name=c.d, label="{e,f}"),',
  ],
  ['change_profile,', 'change_profile,'],
  ['change_profile -> "a b",', 'change_profile -> "a b",'],
  ['change_profile /a -> b//c,', 'change_profile safe /a -> b//c,'],
  ['audit change_profile unsafe /a -> :n:b,', 'audit change_profile unsafe /a -> :n:b,'],
  ['set rlimit nofile <= 010,', 'set rlimit nofile <= 8,'],
  ['set rlimit ofile <= 8,', 'set rlimit nofile <= 8,'],
  ['set rlimit cpu<=5 min,', 'set rlimit cpu <= 300s,'],
  ['set rlimit cpu <= 5000ms,', 'set rlimit cpu <= 5s,'],
  ['set rlimit rttime <= 5ms,', 'set rlimit rttime <= 5000us,'],
  ['set rlimit as <= 1024 KB,', 'set rlimit as <= 1M,'],
  ['set rlimit nice <= -5,', 'set rlimit nice <= -5,'],
  ['set rlimit core <= infinity,', 'set rlimit core <= infinity,'],
  ['/a r, /b w,', '/a r,\n  /b w,'],
  ['/a\n  r\n  ,', '/a r,'],
  ['signal (send\n  receive),', 'signal (send, receive),'],
  ['include <abstractions/ssl_certs>', 'include <abstractions/ssl_certs>'],
  ['#include <abstractions/ssl_certs>', 'include <abstractions/ssl_certs>'],
  ['include < abstractions/ssl_certs >', 'include <abstractions/ssl_certs>'],
  ['include <"abstractions/ssl_certs">', 'include <abstractions/ssl_certs>'],
  ['#include if exists <local/x>', 'include if exists <local/x>'],
  ['include if exists "/no where"', 'include if exists "/no where"'],
  ['include /etc/apparmor.d/abstractions/ssl_certs /c r,', 'include "/etc/apparmor.d/abstractions/ssl_certs"\n  /c r,'],
  ['/a r, #include <abstractions/ssl_certs>', '/a r,\n  include <abstractions/ssl_certs>'],
  ['abi <abi/3.0>,', 'abi <abi/3.0>,'],
  ['audit { /a r, owner { /b w, } }', 'audit {\n    /a r,\n    owner {\n      /b w,\n    }\n  }'],
  ['allow owner { deny /a r, }', 'allow owner {\n    deny /a r,\n  }'],
  ['{ /a r, }', '{\n    /a r,\n  }'],
  ['if defined ${b} { /a r, }', 'if defined ${b} {\n    /a r,\n  }'],
  ['if not defined @b { } else { /a r, }', 'if not defined @{b} {\n  } else {\n    /a r,\n  }'],
  [
    'if defined @{b} {} else if not not defined $c { /a r, } else { /b r, }',
    'if defined @{b} {\n  } else if not not defined ${c} {\n    /a r,\n  } else {\n    /b r,\n  }',
  ],
  ['^h flags=(complain) { /a r, }', 'hat h flags=(complain) {\n    /a r,\n  }'],
  ['hat "a b" { hat c { } }', 'hat "a b" {\n    hat c {\n    }\n  }'],
  [
    'profile c /b{,c} xattrs=(a=b c="d e" f) (audit,kill) { profile d { /a r, } }',
    'profile c /b{,c} xattrs=(a=b c="d e" f) flags=(audit, kill) {\n    profile d {\n      /a r,\n    }\n  }',
  ],
];

/** Whole files. */
const FILES: ReadonlyArray<readonly [string, string]> = [
  ['', ''],
  ['# x\n', '# x\n'],
  ['/usr/bin/x { /a r, }', 'profile /usr/bin/x {\n  /a r,\n}\n'],
  ['"/usr/bin/x y" flags = (complain){}', 'profile "/usr/bin/x y" flags=(complain) {\n}\n'],
  [':ns:x {}', 'profile :ns:x {\n}\n'],
  ['hat x {} profile y {}', 'hat x {\n}\nprofile y {\n}\n'],
  ['profile x\n /a\n flags=(complain)\n{\r\n/b r,\r\n}\r\n', 'profile x /a flags=(complain) {\n  /b r,\n}\n'],
  [
    '@{x}=/a "/b c" ""\n@x += /d\nprofile x { @{x}/e r, }',
    '@{x}=/a "/b c" ""\n@{x}+=/d\nprofile x {\n  @{x}/e r,\n}\n',
  ],
  ['@{x}=a b=c\nprofile x { /@{x} r, }', '@{x}=a "b=c"\nprofile x {\n  /@{x} r,\n}\n'],
  ['@{x}=/q #c\nprofile x { @{x} r, }', '@{x}=/q "#c"\nprofile x {\n  @{x} r,\n}\n'],
  ['${b} = TRUE\nprofile x { if ${b} { /a r, } }', '${b}=true\nprofile x {\n  if ${b} {\n    /a r,\n  }\n}\n'],
  ['$b=false\nprofile x { if not $b { /a r, } }', '${b}=false\nprofile x {\n  if not ${b} {\n    /a r,\n  }\n}\n'],
  ['alias "/a b" -> /b,\nprofile x { "/a b/c" r, }', 'alias "/a b" -> /b,\nprofile x {\n  "/a b/c" r,\n}\n'],
  ['abi "/etc/apparmor.d/abi/3.0" ,\nprofile x {}', 'abi "/etc/apparmor.d/abi/3.0",\nprofile x {\n}\n'],
  ['#include <tunables/global>\nprofile x {}', 'include <tunables/global>\nprofile x {\n}\n'],
];

test.each(RULES)('%s is written back as %s', (text, back) => {
  expect(written(text)).toBe(back);
  expect(written(back)).toBe(back);
});

test.each(FILES)('the file %j is written back as %j', (text, back) => {
  expect(parseAppArmor(text).render()).toBe(back);
  expect(parseAppArmor(back).render()).toBe(back);
});

test('rules in any accepted form compile to the same policy after they are written back', async () => {
  if (!parser.present) return parser.needed(() => undefined)();
  const file = (rules: string[]): string =>
    `include <tunables/global>\n${rules.map((rule, i) => `profile p${i} {\n${rule}\n}\n`).join('')}`;
  const files = [file(RULES.map(([text]) => text)), ...FILES.map(([text]) => text)];
  const before = await parser.policies(files);
  const after = await parser.policies(files.map((text) => parseAppArmor(text).render()));
  before.forEach((policy, i) => expect([files[i], after[i]?.equals(policy)]).toEqual([files[i], true]));
  expect(before[0]?.length).toBeGreaterThan(10_000);
}, 60_000);

test.each<[string, RegExp]>([
  ['/a r', /a rule on files needs "," here/],
  ['/a,', /letters of r w a l k m/],
  ['/a wa,', /w includes a/],
  ['/a x,', /to specify the profile/],
  ['deny /a ix,', /a deny rule cannot have a transition/],
  ['deny file,', /a deny rule cannot have a transition/],
  ['/a pxcx,', /got px and cx: keep one/],
  ['safe /a r,', /safe needs a mode of execution/],
  ['rlpx /a -> b,', /cannot be both the target of a link and a profile/],
  ['rl subset /a -> /b,', /subset needs a link/],
  ['link /a,', /link \/path -> \/other/],
  ['foo,', /no rule starts with "foo"/],
  ['etc/x r,', /no rule starts with "etc\/x"/],
  ['/a[b r,', /\[ is not closed/],
  ['/{a} r,', /two items or more/],
  ['/a} r,', /\} has no opening bracket/],
  ['"/a r,', /does not end on its line/],
  ['/a!b r,', /letters of r w a l k m/],
  ['/a\\000 r,', /is not a character that a path can contain/],
  ['/a\\377 r,', /is not a character in UTF-8/],
  ['capability CHOWN,', /lower case/],
  ['capability foo,', /capability "foo" is unknown/],
  ['capability chown', /a capability rule must end with a comma/],
  ['network foo,', /network has "foo": use a family/],
  ['network inet stream tcp,', /a family, and a type or a protocol/],
  ['network inet6 icmp,', /does not exist in family/],
  ['network inet ip=10.0.0.1,', /needs AppArmor 4\.0, but parserVersion is 3\.0/],
  ['mount options=(uid=0) /a,', /options has "uid=0"/],
  ['mount options=() /a,', /"options" is empty/],
  ['mount type=ext4 /a,', /no condition "type"/],
  ['mount /a -> options=(rw) /b,', /conditions of a mount rule must be before ->/],
  ['mount /a /b,', /mount point of a mount rule must be after ->/],
  ['umount /a /b,', /one mount point/],
  ['remount /a -> /b,', /one mount point/],
  ['signal send receive,', /put several accesses in parentheses/],
  ['signal (foo),', /access has "foo"/],
  ['signal set=foo,', /signals has "foo"/],
  ['signal peer=a peer=b,', /"peer" is set twice/],
  ['signal peer=(label=a),', /must be a name, not a list/],
  ['ptrace set=(kill),', /no condition "set"/],
  ['unix type=(stream dgram),', /"type" must have one value/],
  ['unix type=5,', /type has "5"/],
  ['unix create peer=(label=a),', /cannot have a peer/],
  ['unix peer=(label=a) type=stream,', /must end with a comma after peer/],
  ['dbus eavesdrop path=/a,', /can only be combined with bus/],
  ['dbus bind path=/a,', /bind cannot be combined with path/],
  ['dbus send name=a,', /cannot be combined with name/],
  ['dbus name=a path=/b,', /write two rules/],
  ['change_profile safe -> a,', /safe applies to an execution/],
  ['set rlimit foo <= 1,', /limit has "foo"/],
  ['set rlimit cpu <= 1 foo,', /cannot have the unit "foo"/],
  ['set rlimit nofile <= 1K,', /cannot have the unit "K"/],
  ['set rlimit nofile <= unlimited,', /a limit must be "set rlimit/],
  ['audit set rlimit as <= 1,', /a limit cannot have audit/],
  ['owner capability chown,', /owner is only for rules on files and links/],
  ['deny audit /a r,', /in this order/],
  ['audit audit /a r,', /in this order/],
  ['allow deny /a r,', /in this order/],
  ['deny { /a r, }', /a block cannot have deny/],
  ['include <a', /needs a file as <path>/],
  ['#include', /needs a file as <path>/],
  ['abi <abi/3.0>', /abi needs ","/],
  ['alias /a -> /b,', /before the first profile/],
  ['@{x}=/a', /letters of r w a l k m/],
  ['if { /a r, }', /a condition must be/],
  ['if (defined @{a}) { }', /a condition must be/],
  ['profile y { } profile y { }', /the child "y" twice/],
  ['hat y xattrs=(a=b) { }', /a hat cannot have extended attributes/],
  ['profile y flags=() { }', /the list of flags is empty/],
  ['profile y flags=(foo) { }', /flags has "foo"/],
  ['profile y flags=(complain,kill) { }', /contradict each other/],
  ['profile y flags=(prompt) { }', /flag prompt needs AppArmor 4\.0/],
  ['all,', /needs AppArmor 4\.0/],
  ['userns,', /needs AppArmor 4\.0/],
  ['mqueue,', /needs AppArmor 4\.0/],
  ['io_uring,', /needs AppArmor 4\.0/],
  ['priority=1 /a r,', /needs AppArmor 4\.1/],
])('rejects %s, as the parser does', (rule, message) => {
  const { reason, line } = error(inProfile(rule));
  expect(reason).toMatch(message);
  expect([1, 2, 3, 4]).toContain(line);
  // the parser's lexer reads escapes that are not a character as bytes
  if (parser.present && !/\\(000|377)/.test(rule)) expect(parser.compiles(inProfile(rule))).toBe(false);
});

test.each<[string, RegExp]>([
  ['x { }', /only a name that is a path can omit "profile"/],
  ['/a r,', /a rule on files|is missing|needs "\{" here/],
  ['profile x { /a r, }\n}', /\} has no matching \{/],
  ['profile x { /a r,', /is not closed: \} is missing/],
  ['profile x{ }', /must be separated from \{ by a space/],
  ['profile x /a /b { }', /needs "\{" here/],
  ['profile x flags=(audit) xattrs=(a=b) { }', /needs "\{" here/],
  ['{ }', /a profile must start with "profile NAME \{"/],
  ['capability chown,', /a rule must be in a profile/],
  ['profile x { }\n@{x}=/a', /before the first profile/],
  ['@{x}=\nprofile x { }', /has no value: write ""/],
  ['@{x}=/a,\nprofile x { }', /cannot have a comma after its values/],
  ['@{x}=/a\n@{x}=/b', /declared twice/],
  ['${b}=yes', /a boolean variable must be/],
  ['${b}=true # c', /one value/],
  ['${b}=true\n${b}=false', /declared twice/],
  ['alias a -> b,', /an alias must be/],
  ['alias @{x} -> /b,', /an alias must be/],
])('rejects the file %j, as the parser does', (text, message) => {
  expect(error(text).reason).toMatch(message);
  if (parser.present) expect(parser.compiles(`${text}\n`)).toBe(false);
});

test('an error contains the file, the line and the column', () => {
  const { message, file, line, column } = error('profile x {\n  /a r,\n  /é network foo,\n}\n');
  expect([file, line, column]).toEqual(['f', 3, 6]);
  expect(message).toMatch(/^f:3:6: a rule on files needs permissions/);
});

test.each([
  ['all,', 'all,'],
  ['audit deny all,', 'audit deny all,'],
  ['userns,', 'userns create,'],
  ['userns create,', 'userns create,'],
  ['mqueue,', 'mqueue,'],
  ['mqueue rw type=posix label=a /q,', 'mqueue (read, write) type=posix label=a /q,'],
  ['mqueue (create getattr) type=sysv 12,', 'mqueue (create, getattr) type=sysv 12,'],
  ['io_uring (sqpoll,override_creds) label="a b",', 'io_uring (sqpoll, override_creds) label="a b",'],
  [
    'network (connect) inet stream ip=::1 port=80 peer=(ip=none port=8000-8080),',
    'network (connect) inet stream ip=::1 port=80 peer=(ip=none, port=8000-8080),',
  ],
  ['network send,', 'network (send),'],
  [
    'profile c flags=(kill.signal=hup, attach_disconnected.path=/d, prompt) { }',
    'profile c flags=(kill.signal=hup, attach_disconnected.path=/d, prompt) {\n  }',
  ],
])('reads %s with AppArmor 4.0, and rejects it before', (text, back) => {
  expect(written(text, AppArmorParserVersion.V4_0)).toBe(back);
  expect(error(inProfile(text)).reason).toMatch(/needs AppArmor 4\.0/);
});

test('priorities and flags of AppArmor 4.1 are rejected with earlier versions', () => {
  const { V4_0, V4_1 } = AppArmorParserVersion;
  expect(written('priority = -5 audit deny owner /a r,', V4_1)).toBe('priority=-5 audit deny owner /a r,');
  expect(written('profile c flags=(error=EPERM) { }', V4_1)).toContain('error=EPERM');
  expect(error(inProfile('priority=1 /a r,'), V4_0).reason).toMatch(/needs AppArmor 4\.1/);
  expect(error(inProfile('profile c flags=(error=EPERM) { }'), V4_0).reason).toMatch(/needs AppArmor 4\.1/);
  expect(error(inProfile('priority=1001 /a r,'), V4_1).reason).toMatch(/from -1000 to 1000/);
});

test('from AppArmor 4.0 on, a comment can follow the values of a variable', () => {
  const file = AppArmorFile.parse('@{x}=/q # c\n', { parserVersion: AppArmorParserVersion.V4_0 });
  const [variable] = file.statements;
  expect(variable).toMatchObject({ name: 'x', values: ['/q'], trailingComment: 'c' });
});

describe('a file that was read', () => {
  const text = `# of the file

# of the abi
abi <abi/3.0>, # behind it
@{D}=/d/
@{D}+=/e/

profile web /usr/bin/web flags=(complain) {
  # of two rules
  /a r, # behind the first
  /b r,

  owner {
    /c r,
  }
  if defined \${x} {
    dbus bus=system,
  } else {
    /e r,
  }

  # of the child
  profile sub {
    /f r,
  }
  # of nothing
}
`;
  const file = parseAppArmor(text, 'web.profile');
  const [web] = file.profiles;

  test('is written back without changes', () => {
    expect(file.render()).toBe(text);
  });

  test('has lines, names and flags', () => {
    expect(web).toMatchObject({
      name: 'web',
      fullName: 'web',
      line: 8,
      column: 1,
      attachment: '/usr/bin/web',
      flags: ['complain'],
      hat: false,
    });
    expect(web?.children.map(({ fullName, line }) => [fullName, line])).toEqual([['web//sub', 23]]);
    expect(web?.rules.map(({ rule, line }) => [rule.render(), line])).toEqual([
      ['/a r,', 10],
      ['/b r,', 11],
      ['/c r,', 14],
      ['dbus bus=system,', 17],
      ['/e r,', 19],
    ]);
    expect(file.preamble.map(({ line }) => line)).toEqual([1, 4, 5, 6]);
  });

  test('keeps comments before a rule, after a rule, for several rules, and of no rule', () => {
    const [first, second, third] = web?.rules ?? [];
    expect(first).toMatchObject({ comment: 'of two rules', trailingComment: 'behind the first' });
    expect([second?.comment, second?.rule.comment, third?.rule.comment]).toEqual([
      undefined,
      'of two rules',
      undefined,
    ]);
    expect(file.preamble[0]).toBeInstanceOf(ParsedComment);
    expect(file.preamble[1]).toMatchObject({ comment: 'of the abi', trailingComment: 'behind it' });
    expect(web?.statements.at(-1)).toMatchObject({ text: 'of nothing' });
    expect(parseAppArmor(inProfile('/a # why\n r,')).render()).toBe(inProfile('# why\n  /a r,'));
  });

  test('can be converted to a typed profile', () => {
    expect(web?.rules.map(({ rule }) => rule.constructor)).toEqual([FileRule, FileRule, FileRule, DbusRule, FileRule]);
    expect(web?.statements.filter((each) => each instanceof ParsedBlock)).toMatchObject([
      { owner: true, audit: false },
    ]);
    expect(web?.statements.filter((each) => each instanceof ParsedCondition)).toMatchObject([{ test: 'defined ${x}' }]);
    expect(file.preamble.filter((each) => each instanceof ParsedVariable)).toMatchObject([
      { name: 'D', values: ['/d/'], adds: false },
      { name: 'D', values: ['/e/'], adds: true },
    ]);
  });

  test('has parts that a typed profile does not support, which the error lists with their lines', () => {
    expect(() => file.toProfile()).toThrow(
      /attachment "\/usr\/bin\/web" is not supported[^]*line 13: owner \{ is not supported[^]*line 16: if defined/,
    );
    const odd = 'include <tunables/global>\nprofile x {\n  /a//b r,\n  /c px -> &d,\n  include <local/x>\n}\n';
    expect(() => parseAppArmor(odd).toProfile()).toThrow(/line 5: include: "local\/x" must be an abstraction/);
    expect(() => parseAppArmor(odd.replace('  include <local/x>\n', '')).toProfile('x')).toThrow(/contains \/\//);
    expect(() => parseAppArmor('profile a {}\nprofile b {}').toProfile()).toThrow(
      /name of one profile, got undefined: the file contains "a", "b"/,
    );
  });
});

describe('a hostile text', () => {
  const MB = 1024 * 1024;

  test('with NUL is rejected at its place', () => {
    expect(error('profile x {\n  /a\0b r,\n}')).toMatchObject({ line: 2, column: 5 });
  });

  test.each([
    ['profile x {\n  "/a\n  file," r,\n}', 2, 3],
    ['profile "x\n" {\n}', 1, 9],
    ['profile x\ny {\n}', 2, 1],
    ['@{x}="a\nb"', 1, 6],
    ['include <a\nb>', 1, 9],
    ['profile x {\n  signal peer="a\n", file,\n}', 2, 15],
  ])('with a line break in a word is rejected: %j', (text, line, column) => {
    expect(error(text)).toMatchObject({ line, column });
  });

  test('with unbalanced or too many nested braces is rejected', () => {
    expect(error(`profile x ${'{'.repeat(100_000)}`).reason).toMatch(/nested deeper than 64 levels/);
    expect(error(`profile x { ${'if defined ${a} { '.repeat(100_000)}`).reason).toMatch(/nested deeper/);
    const chain = `${'if defined ${a} { } else '.repeat(100_000)}{ }`;
    expect(error(`profile x { ${chain} }`).reason).toMatch(/nested deeper/);
    expect(error(inProfile(`/${'{a,'.repeat(100_000)}b r,`)).reason).toMatch(/nested deeper than 49 levels/);
    expect(error(inProfile('}')).reason).toMatch(/\} has no matching \{/);
  });

  // a reader with quadratic work does not finish a text of this length within the time of a test
  test.each<[string, string]>([
    ['rules', `profile x {\n${'  /usr/lib/*.so mr,\n'.repeat(50_000)}}\n`],
    ['one word', inProfile(`/${'a'.repeat(10 * MB)} r,`)],
    ['commas in one word', inProfile(`/${'a,'.repeat(MB / 2)}a r,`)],
    ['comments', `${'# x\n'.repeat(MB / 4)}profile x {\n}\n`],
    ['blank', `${' '.repeat(10 * MB)}profile x {\n}\n`],
    ['empty lines', `${'\n'.repeat(10 * MB)}profile x {\n}\n`],
    ['values', `@{x}=${'/a '.repeat(MB / 3)}\n`],
    ['accesses', inProfile(`signal set=(${'kill,'.repeat(MB / 5)}) peer=a,`)],
    ['profiles', 'profile x {\n}\n'.repeat(50_000)],
    ['includes', `profile x {\n${'  include if exists <x>\n'.repeat(40_000)}}\n`],
  ])('of megabytes of %s is read in one pass', (_, text) => {
    expect(parseAppArmor(text).render().length).toBeGreaterThan(10);
  });

  test('of 10 MB without an end is rejected at its place', () => {
    expect(error(inProfile(`"${'a'.repeat(10 * MB)}`)).line).toBe(2);
    expect(error(`profile x {\n${'signal (kill '.repeat(MB)}`).line).toBe(2);
    expect(error('('.repeat(10 * MB)).line).toBe(1);
  });
});

test.each(['@{cons=@{\\', '@{a}=\\', 'profile a { /x\\'])(
  'a text that ends after a backslash is rejected: %s',
  (text) => {
    expect(() => AppArmorFile.parse(text)).toThrow(AppArmorSyntaxError);
  },
);
