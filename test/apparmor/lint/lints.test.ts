import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppArmorChildProfile } from '../../../src/apparmor/child-profile';
import { AppArmorFile } from '../../../src/apparmor/apparmor-file';
import { AppArmorFlag } from '../../../src/apparmor/flag';
import { AppArmorInclude } from '../../../src/apparmor/include';
import { APPARMOR_LINTS, lintAppArmor } from '../../../src/apparmor/lint/lints';
import { MOST_PROFILE_FINDINGS } from '../../../src/diagnostics/profile-finding';
import { fileSubjects } from '../../../src/apparmor/lint/file-subjects';
import { WorkBudget } from '../../../src/apparmor/work-budget';
import { AppArmorParserVersion } from '../../../src/apparmor/parser-version';
import { AppArmorAbi, AppArmorProfile } from '../../../src/apparmor/profile';
import type { AppArmorProfileProps } from '../../../src/apparmor/profile';
import type { AppArmorRule } from '../../../src/apparmor/rule';
import { CapabilityRule } from '../../../src/apparmor/rules/capability-rule';
import { ChangeProfileRule } from '../../../src/apparmor/rules/change-profile-rule';
import { AppArmorExec, AppArmorExecFallback } from '../../../src/apparmor/rules/exec-transition';
import { FileRule } from '../../../src/apparmor/rules/file-rule';
import { AppArmorMountOption } from '../../../src/apparmor/rules/mount-option';
import { MountRule } from '../../../src/apparmor/rules/mount-rule';
import {
  AppArmorProtocol,
  AppArmorSocketFamily,
  AppArmorSocketType,
  NetworkRule,
} from '../../../src/apparmor/rules/network-rule';
import { AppArmorPtraceAccess, PtraceRule } from '../../../src/apparmor/rules/ptrace-rule';
import { AppArmorSignal, AppArmorSignalAccess, SignalRule } from '../../../src/apparmor/rules/signal-rule';
import { UmountRule } from '../../../src/apparmor/rules/umount-rule';
import { parser } from '../apparmor-parser';
import { armoredHelloUser } from '../../../src/demo/profiles';
import { Capability } from '../../../src/host/capability';

const base = [AppArmorInclude.abstraction('base')];
const profile = (rules: AppArmorRule[], more: Partial<AppArmorProfileProps> = {}): AppArmorProfile =>
  new AppArmorProfile({ name: 'web', includes: base, rules, ...more });
const found = (rules: AppArmorRule[], more: Partial<AppArmorProfileProps> = {}): string[] =>
  profile(rules, more)
    .lint()
    .map(({ rule, severity }) => `${rule} ${severity}`);

const allow = (...of: Parameters<typeof FileRule.allow>): FileRule => FileRule.allow(...of);
const deny = (...of: Parameters<typeof FileRule.deny>): FileRule => FileRule.deny(...of);
const inherit = AppArmorExec.inherit();
const capability = (...capabilities: Capability[]): CapabilityRule =>
  new CapabilityRule(capabilities.length > 0 ? { capabilities } : {});
const inet = AppArmorSocketFamily.INET;
const { STREAM, RAW } = AppArmorSocketType;

test('every file of the folder is a lint that is listed, by the name of its file', () => {
  const besides = [
    'file-access.ts',
    'file-subjects.ts',
    'lint.ts',
    'lints.ts',
    'placed-rule.ts',
    'profile-subjects.ts',
    'subject.ts',
  ];
  const files = readdirSync(join(__dirname, '../../../src/apparmor/lint')).filter((file) => !besides.includes(file));
  expect(APPARMOR_LINTS.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
});

/** An example's text as a whole file: rules get the profile around them that nothing is found in. */
function whole(example: string): string {
  if (example.startsWith('abi ')) return example;
  if (!example.startsWith('profile ')) {
    const head = 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n';
    return `abi <abi/3.0>,\ninclude <tunables/global>\n${head}${example}\n}\n`;
  }
  return `abi <abi/3.0>,\ninclude <tunables/global>\n${example}\n`;
}

function read(text: string): ReturnType<typeof lintAppArmor> {
  return lintAppArmor(fileSubjects(AppArmorFile.parse(text, { parserVersion: AppArmorParserVersion.V4_1 })));
}

test.each(APPARMOR_LINTS.map((lint) => [lint.id, lint] as const))(
  '%s finds its bad example, and nothing is found in its good one',
  (id, lint) => {
    const bad = id === 'missing-abi' ? lint.bad : whole(lint.bad);
    expect(read(bad).map(({ rule }) => rule)).toContain(id);
    expect(read(whole(lint.good))).toEqual([]);
  },
);

test.each(APPARMOR_LINTS.map((lint) => [lint.id, lint] as const))(
  'the real parser compiles the good example of %s',
  (_id, lint) => {
    parser.needed(() => expect(parser.firstRefusal([whole(lint.good)])).toBeUndefined())();
  },
);

test('a typed profile and its text have the same findings on the same lines', () => {
  const child = new AppArmorChildProfile({ name: 'tool', rules: [allow('/**', 'w'), new PtraceRule({})] });
  const web = profile(
    [
      allow('/tool', 'r', { exec: AppArmorExec.child('tool') }),
      allow('/data/**', 'rw', { comment: 'two\nlines' }),
      allow('@{DATA}/x', 'w', { owner: true }),
      deny('/{,**}', 'w'),
      capability(),
      new MountRule(),
    ],
    { children: [child], variables: { DATA: ['/data'] } },
  );
  expect(read(web.render())).toEqual(web.lint());
  expect(web.lint().length).toBeGreaterThan(6);
});

describe('in a text that was read', () => {
  const rules = (body: string): string[] => read(whole(body)).map(({ rule, line }) => `${rule} ${line - 4}`);
  test.each<[string, string, string[]]>([
    [
      'a refusal with a higher priority wins',
      '/data/** w,\npriority=1 deny /** w,',
      ['dead-allow 1', 'newer-parser 2'],
    ],
    ['an allowance with a higher priority stays', 'priority=1 /data/** w,\ndeny /** w,', ['newer-parser 1']],
    ['a refusal in an owner block is about one’s own files', '/data/** w,\nowner {\n  deny /data/** w,\n}', []],
    [
      'an allowance in an owner block is taken back, too',
      'owner {\n  /data/** w,\n}\ndeny /data/** w,',
      ['dead-allow 2'],
    ],
    [
      'a child for the very path is there',
      '/bin/tool Cx,\nprofile /bin/tool {\n  include <abstractions/base>\n}',
      ['unsafe-name 2', 'detached-paths 2'],
    ],
    ['no child is for the path', '/bin/tool Cx,', ['missing-child 1']],
    [
      'no child is for this path',
      '/bin/tool Cx,\nprofile other /bin/other flags=(attach_disconnected) {\n  include <abstractions/base>\n}',
      ['missing-child 1'],
    ],
    [
      'the child has another name',
      '/bin/tool Cx -> tool,\nprofile other flags=(attach_disconnected) {\n  include <abstractions/base>\n}',
      ['missing-child 1'],
    ],
    ['a refusal of everything is no allowance', 'deny all,', ['newer-parser 1']],
    ['a refusal of one’s own files leaves those of others', '/data/** w,\ndeny owner /data/** w,', []],
    ['an allowance of one’s own files is taken back', 'owner /data/** w,\ndeny owner /data/** w,', ['dead-allow 1']],
    [
      'an allowance of another kind stays by its priority',
      'priority=1 capability chown,\ndeny capability chown,',
      ['newer-parser 1'],
    ],
    [
      'a refusal of receiving takes back receiving',
      'network (receive) inet,\ndeny network (send, receive) inet,',
      ['broad-network 1', 'dead-allow 1', 'newer-parser 1', 'newer-parser 2'],
    ],
    [
      'a refusal of a port leaves others',
      'network inet stream,\ndeny network inet stream port=22,',
      ['newer-parser 2'],
    ],
    ['unsafe before a rule keeps the environment', 'unsafe /bin/tool Px,', ['kept-environment 1']],
    ['safe before a rule scrubs it', 'safe /bin/tool px,', []],
    [
      'pux and cux in each case',
      '/a pux,\n/b PUx,\n/c cux -> x,\nprofile x {\n  include <abstractions/base>\n}',
      [
        'kept-environment 1',
        'unconfined-exec 1',
        'unconfined-exec 2',
        'kept-environment 3',
        'unconfined-exec 3',
        'detached-paths 4',
      ],
    ],
    [
      'a refusal of sending leaves receiving',
      'network (receive) inet stream,\ndeny network (send) inet stream,',
      ['newer-parser 1', 'newer-parser 2'],
    ],
    ['file, and all, allow everything', 'file,\nall,', ['allows-all 2']],
  ])('%s', (_what, body, expected) => {
    const wide = ['broad-files', 'writable-kernel', 'write-execute', 'detached-paths 1', 'newer-parser 2'];
    const got = rules(body);
    const shown = body.startsWith('file,') ? got.filter((each) => !wide.some((id) => each.startsWith(id))) : got;
    expect(shown.sort()).toEqual([...expected].sort());
  });

  test('flags and abi of newer parsers are told, and modes that refuse nothing', () => {
    const text =
      'abi <abi/4.0>,\nprofile web flags=(default_allow, attach_disconnected) {\n  include <abstractions/base>\n}\n';
    expect(read(text).map(({ rule, line }) => `${rule} ${line}`)).toEqual([
      'complain-mode 2',
      'newer-parser 2',
      'newer-parser 2',
    ]);
  });

  test('where another abstraction is included, which may include the base, silence of signals weighs less', () => {
    const text = (include: string): string =>
      `abi <abi/3.0>,\nprofile web flags=(attach_disconnected) {\n  include <${include}>\n}\n`;
    const severities = (include: string): string[] =>
      read(text(include)).map(({ rule, severity }) => `${rule} ${severity}`);
    expect(severities('abstractions/php')).toEqual(['unstoppable low']);
    expect(severities('local/web')).toEqual(['unstoppable medium']);
  });

  test('every profile of a file is judged under its own name', () => {
    const one = (name: string): string =>
      `profile ${name} flags=(complain, attach_disconnected) {\n  include <abstractions/base>\n}\n`;
    expect(read(`abi <abi/3.0>,\n${one('a')}${one('b')}`).map(({ profile: name, line }) => `${name} ${line}`)).toEqual([
      'a 2',
      'b 5',
    ]);
  });

  test('a name that breaks on its way is told with one that does not', () => {
    const [finding] = read(whole(APPARMOR_LINTS.find(({ id }) => id === 'unsafe-name')?.bad ?? '')).filter(
      ({ rule }) => rule === 'unsafe-name',
    );
    expect(finding).toMatchObject({ severity: 'high', fix: 'name it by what it is for, such as "usr-sbin-my-server"' });
  });

  test('variables of the file stand for their values', () => {
    const text = whole('@{DATA}/x w,\ndeny /data/* w,').replace(
      'profile',
      '@{DATA}=/data\n@{DATA}+=/data/sub\nprofile',
    );
    expect(read(text)).toEqual([]);
    expect(read(text.replace('deny /data/* w,', 'deny /data/sub/* w,'))).toEqual([]);
    expect(read(text.replace('\n@{DATA}+=/data/sub', '')).map(({ rule }) => rule)).toEqual(['dead-allow']);
  });
});

test('a finding names lint, profile, line of the rendered text, and the mend', () => {
  const web = profile([allow('/data/**', 'rw'), deny('/{,**}', 'w')]);
  const [finding] = web.lint();
  expect(finding).toEqual({
    rule: 'dead-allow',
    severity: 'high',
    profile: 'web',
    line: expect.any(Number),
    message: expect.stringMatching(
      /^\/data\/\*\* rw, allows nothing of "w": .* on line \d+ refuses it .* so that "r" is left$/,
    ),
    fix: expect.stringContaining('narrow the refusal'),
  });
  expect(web.render().split('\n')[finding.line - 1]).toBe('  /data/** rw,');
});

describe('a refusal that takes back an allowance', () => {
  const dead = ['dead-allow high'];
  const network = (props: ConstructorParameters<typeof NetworkRule>[0]): NetworkRule => new NetworkRule(props);
  const tmpfs = new MountRule({ fileSystems: ['tmpfs'], mountPoint: '/scratch/' });
  test.each<[string, AppArmorRule[], string[]]>([
    ['a broad refusal of a narrow allowance', [deny('/**', 'w'), allow('/data/**', 'rw')], dead],
    ['whatever the order', [allow('/data/**', 'rw'), deny('/**', 'w')], dead],
    ['of the same path', [allow('/data/*', 'w'), deny('/data/*', 'w')], dead],
    ['through a variable', [allow('/proc/meminfo', 'r'), deny('@{PROC}/**', 'r')], dead],
    ['of appending by writing', [allow('/log/*', 'a'), deny('/log/**', 'w')], dead],
    ['of an execution', [allow('/bin/app', 'r', { exec: inherit }), deny('/bin/*', 'x')], dead],
    ['of a variable with several values', [allow('@{run}/app.pid', 'w'), deny('/**', 'w')], dead],
    ['not of another letter', [allow('/data/**', 'r'), deny('/**', 'w')], []],
    ['not where some files are left', [allow('/data/**', 'rw'), deny('/data/secret/**', 'w')], []],
    ['not of writing by appending', [allow('/log/*', 'w'), deny('/log/**', 'a')], []],
    [
      'not of others’ files by a refusal of one’s own',
      [allow('/data/*', 'w'), deny('/data/*', 'w', { owner: true })],
      [],
    ],
    ['of one’s own files by any', [allow('/data/*', 'w', { owner: true }), deny('/data/*', 'w')], dead],
    ['of every capability', [capability(Capability.CHOWN), new CapabilityRule({ deny: true })], dead],
    [
      'of one capability among several',
      [
        capability(Capability.CHOWN, Capability.FOWNER),
        new CapabilityRule({ capabilities: [Capability.CHOWN], deny: true }),
      ],
      dead,
    ],
    [
      'not of other capabilities',
      [capability(Capability.CHOWN), new CapabilityRule({ capabilities: [Capability.KILL], deny: true })],
      [],
    ],
    ['of the network', [network({ family: inet, protocol: AppArmorProtocol.TCP }), network({ deny: true })], dead],
    ['of a type', [network({ family: inet, type: STREAM }), network({ type: STREAM, deny: true })], dead],
    ['not of another type', [network({ family: inet, type: STREAM }), network({ type: RAW, deny: true })], []],
    [
      'not of a family by one type of it',
      [
        network({ family: AppArmorSocketFamily.UNIX }),
        network({ family: AppArmorSocketFamily.UNIX, type: RAW, deny: true }),
      ],
      [],
    ],
    ['of mounts', [tmpfs, new MountRule({ deny: true })], dead],
    ['of mounts below a folder', [tmpfs, new MountRule({ mountPoint: '/**', deny: true })], dead],
    ['not of mounts elsewhere', [tmpfs, new MountRule({ mountPoint: '/data/**', deny: true })], []],
    ['not of mounts of another type', [tmpfs, new MountRule({ fileSystems: ['proc'], deny: true })], []],
    ['not of mounts with other options', [tmpfs, new MountRule({ options: [AppArmorMountOption.RO], deny: true })], []],
    ['not of unmounting by mounting', [new UmountRule({ mountPoint: '/scratch/' }), new MountRule({ deny: true })], []],
    [
      'of a signal under the same conditions',
      [new SignalRule({ peer: 'a' }), new SignalRule({ peer: 'a', deny: true })],
      dead,
    ],
    ['of every signal', [new SignalRule({ peer: 'a' }), new SignalRule({ deny: true })], dead],
    ['not of a signal to another', [new SignalRule({ peer: 'a' }), new SignalRule({ peer: 'b', deny: true })], []],
    ['of unmounting', [new UmountRule({ mountPoint: '/scratch/' }), new UmountRule({ deny: true })], dead],
  ])('%s', (_what, rules, ids) => {
    expect(found(rules)).toEqual(ids);
  });
});

test.each<[string, AppArmorRule[], string[]]>([
  ['unconfined', [allow('/a', 'r', { exec: AppArmorExec.dangerouslyUnconfined() })], ['unconfined-exec critical']],
  [
    'unconfined where the profile is missing',
    [allow('/a', 'r', { exec: AppArmorExec.profile('b', { fallback: AppArmorExecFallback.DANGEROUSLY_UNCONFINED }) })],
    ['unconfined-exec high'],
  ],
  ['under another profile', [allow('/a', 'r', { exec: AppArmorExec.profile('b') })], []],
  [
    'with its environment',
    [allow('/a', 'r', { exec: AppArmorExec.profile('b', { keepEnvironment: true }) })],
    ['kept-environment low'],
  ],
])('a program that runs %s', (_what, rules, ids) => {
  expect(found(rules)).toEqual(ids);
});

test.each<[string, AppArmorRule, string[]]>([
  ['any', new ChangeProfileRule(), ['profile-escape high']],
  ['a glob that matches unconfined', new ChangeProfileRule({ target: 'un*' }), ['profile-escape high']],
  ['one by name', new ChangeProfileRule({ target: 'worker' }), []],
  ['any, refused', new ChangeProfileRule({ deny: true }), []],
])('a change of profile to %s', (_what, rule, ids) => {
  expect(found([rule])).toEqual(ids);
});

test.each<[string, AppArmorRule[], string[]]>([
  ['by one rule', [allow('/data/*', 'w', { exec: inherit })], ['write-execute high']],
  ['by two rules', [allow('/data/**', 'w'), allow('/data/plugins/*', 'r', { exec: inherit })], ['write-execute high']],
  ['as a library', [allow('/data/**', 'w'), allow('/data/lib/*', 'm')], ['write-execute medium']],
  ['nowhere', [allow('/data/**', 'w'), allow('/bin/app', 'm', { exec: inherit })], []],
  [
    'but writing is refused',
    [allow('/data/**', 'r', { exec: inherit }), allow('/data/x', 'rw'), deny('/data/x', 'w')],
    ['dead-allow high'],
  ],
  ['but execution is refused', [allow('/data/**', 'w', { exec: inherit }), deny('/data/**', 'x')], ['dead-allow high']],
])('written and executed %s', (_what, rules, ids) => {
  expect(found(rules)).toEqual(ids);
});

test.each<[string, AppArmorRule[], string[]]>([
  ['all', [capability()], ['broad-capability high']],
  ['one that is root', [capability(Capability.SYS_ADMIN, Capability.CHOWN)], ['broad-capability high']],
  ['a harmless one', [capability(Capability.NET_BIND_SERVICE)], []],
  ['all, refused', [new CapabilityRule({ deny: true })], []],
])('capabilities: %s', (_what, rules, ids) => {
  expect(found(rules)).toEqual(ids);
});

test.each<[string, AppArmorRule[], string[]]>([
  ['every family', [new NetworkRule({})], ['broad-network medium']],
  ['every type of the internet', [new NetworkRule({ family: inet })], ['broad-network medium']],
  ['raw packets', [new NetworkRule({ family: inet, type: RAW })], ['broad-network medium']],
  ['raw packets, but refused', [new NetworkRule({ family: inet }), new NetworkRule({ type: RAW, deny: true })], []],
  ['packet sockets', [new NetworkRule({ family: AppArmorSocketFamily.PACKET })], ['broad-network medium']],
  ['netlink, which is raw by nature', [new NetworkRule({ family: AppArmorSocketFamily.NETLINK, type: RAW })], []],
  ['TCP', [new NetworkRule({ family: inet, protocol: AppArmorProtocol.TCP })], []],
  ['all refused', [new NetworkRule({ deny: true })], []],
])('network: %s', (_what, rules, ids) => {
  expect(found(rules)).toEqual(ids);
});

describe('files', () => {
  const only = (rules: AppArmorRule[], id: string): string[] => found(rules).filter((each) => each.startsWith(id));
  test.each<[string, AppArmorRule[], string[]]>([
    ['everything', [FileRule.allowEverything()], ['broad-files critical']],
    ['every file written', [allow('/**', 'w')], ['broad-files high']],
    ['every program', [allow('/**', 'r', { exec: inherit })], ['broad-files high']],
    ['every file read', [allow('/**', 'r')], ['broad-files medium']],
    [
      'everything, but writing and execution refused',
      [FileRule.allowEverything(), deny('/{,**}', 'wx')],
      ['broad-files medium'],
    ],
    ['/etc written', [allow('/{etc,data}/**', 'w')], ['broad-files high']],
    [
      'every program of a folder',
      [allow('/usr/bin/*', 'r', { exec: inherit }), allow('/usr/bin/**', 'r', { exec: inherit })],
      ['broad-files medium'],
    ],
    ['named folders', [allow('/etc/app/**', 'rw'), allow('/usr/bin/app', 'r', { exec: inherit })], []],
  ])('%s', (_what, rules, ids) => {
    expect(only(rules, 'broad-files')).toEqual(ids);
  });

  test.each<[string, AppArmorRule[], string | undefined]>([
    ['/proc written', [allow('/proc/**', 'w')], '/proc/sysrq-trigger w'],
    ['by its variable', [allow('@{PROC}/sys/kernel/*', 'w')], '/proc/sys/kernel/core_pattern w'],
    ['a socket of a runtime', [allow('@{run}/docker.sock', 'rw')], '/run/docker.sock w'],
    ['memory read', [allow('/proc/k*', 'r')], '/proc/kcore r'],
    ['/proc written but refused', [allow('/proc/**', 'w'), deny('/proc/**', 'w')], undefined],
    ['one’s own files of /proc', [allow('@{PROC}/@{pid}/comm', 'rw')], undefined],
    [
      'refused for files of one’s own alone',
      [allow('/proc/**', 'w'), deny('/proc/**', 'w', { owner: true })],
      '/proc/sysrq-trigger w',
    ],
  ])('what steers the node: %s', (_what, rules, open) => {
    const [finding] = profile(rules)
      .lint()
      .filter(({ rule }) => rule === 'writable-kernel');
    if (open === undefined) expect(finding).toBeUndefined();
    else expect(finding).toMatchObject({ severity: 'high', message: expect.stringContaining(open) });
  });

  test.each<[string, AppArmorRule[], AppArmorFlag[] | undefined, string[]]>([
    ['missing', [allow('/data/**', 'rw')], [], ['detached-paths low']],
    ['refused on purpose', [allow('/data/**', 'rw')], [AppArmorFlag.NO_ATTACH_DISCONNECTED], []],
    ['there, beside a rule for any folder', [allow('/*/file', 'rw')], undefined, ['detached-paths low']],
    ['there, beside reading of any folder', [allow('/*/file', 'r')], undefined, []],
    ['there, beside named folders', [allow('/data/**', 'rw')], undefined, []],
  ])('attach_disconnected is %s', (_what, rules, flags, ids) => {
    expect(found(rules, { flags })).toEqual(ids);
  });
});

test.each<[string, AppArmorRule, string[]]>([
  ['anything anywhere', new MountRule(), ['broad-mount high']],
  ['anything anywhere, refused', new MountRule({ deny: true }), []],
  ['with a condition', new MountRule({ mountPoint: '/scratch/' }), []],
])('mounting %s', (_what, rule, ids) => {
  expect(found([rule])).toEqual(ids);
});

test.each<[string, AppArmorRule, string[]]>([
  ['anybody', new PtraceRule({}), ['traces-others medium']],
  [
    'unconfined processes',
    new PtraceRule({ access: [AppArmorPtraceAccess.TRACE], peer: 'unc*' }),
    ['traces-others medium'],
  ],
  ['processes of the profile', new PtraceRule({ peer: '@{profile_name}' }), []],
  ['nobody, but reading', new PtraceRule({ access: [AppArmorPtraceAccess.READ] }), []],
])('tracing %s', (_what, rule, ids) => {
  expect(found([rule])).toEqual(ids);
});

describe('without the base abstraction', () => {
  const receive = [AppArmorSignalAccess.RECEIVE];
  test.each<[string, AppArmorRule[], string[]]>([
    ['no signal arrives', [], ['unstoppable medium']],
    ['all arrive from unconfined processes', [new SignalRule({ access: receive, peer: 'unconfined' })], []],
    ['all arrive from anybody', [new SignalRule({})], []],
    [
      'kill alone arrives',
      [new SignalRule({ access: receive, signals: [AppArmorSignal.KILL] })],
      ['unstoppable medium'],
    ],
    ['those of others arrive', [new SignalRule({ access: receive, peer: 'web' })], ['unstoppable medium']],
    ['signals may be sent', [new SignalRule({ access: [AppArmorSignalAccess.SEND] })], ['unstoppable medium']],
    ['a refusal wins', [new SignalRule({}), new SignalRule({ access: receive, deny: true })], ['unstoppable medium']],
  ])('%s', (_what, rules, ids) => {
    expect(found(rules, { includes: [] })).toEqual(ids);
  });
});

test('complain mode and a missing abi are told at the header', () => {
  const complain = profile([], {
    flags: [AppArmorFlag.COMPLAIN, AppArmorFlag.ATTACH_DISCONNECTED],
    abi: AppArmorAbi.PARSER_DEFAULT,
  });
  const findings = complain.lint();
  expect(findings.map(({ rule }) => rule)).toEqual(['complain-mode', 'missing-abi']);
  for (const { line } of findings) expect(complain.render().split('\n')[line - 1]).toMatch(/^profile web /);
});

test('a child is judged by itself, under the name that the kernel gives it', () => {
  const child = new AppArmorChildProfile({ name: 'tool', includes: base, rules: [allow('/**', 'w')] });
  const parent = profile([allow('/tool', 'r', { exec: AppArmorExec.child('tool') }), allow('/x', 'r')], {
    children: [child],
  });
  const [finding] = parent.lint();
  expect(finding).toMatchObject({ rule: 'broad-files', profile: 'web//tool' });
  expect(parent.render().split('\n')[finding.line - 1]).toBe('    /** w,');
});

test('a profile that allows by default and refuses by list is told so', () => {
  expect(
    new Set(
      armoredHelloUser()
        .lint()
        .map(({ rule }) => rule),
    ),
  ).toContain('broad-files');
});

test('a profile of thousands of rules is judged as a whole', () => {
  const rules = Array.from({ length: 1500 }, (_, i) => [
    allow(`/data/${i}/*`, 'rw'),
    deny(`/data/${i}/a*`, 'w'),
  ]).flat();
  expect(profile(rules).lint()).toEqual([]);
});

describe('a text whose patterns cost more than its budget', () => {
  /** Rules whose comparison costs more than their length, up to about so many bytes. */
  const hostile = (bytes: number): string[] =>
    Array.from({ length: Math.floor(bytes / 36) }, (_, i) => `/*a*b*${i}*c** rw,\ndeny /*a*b*${i}*d** rw,`);

  test('is a finding at high that names the limit and the lints', () => {
    const rules = hostile(20_000);
    const findings = read(whole(rules.join('\n')));
    expect(findings.filter(({ rule }) => rule === 'too-many-rules')).toMatchObject([
      {
        severity: 'high',
        message: expect.stringMatching(/^its patterns need more than \d+ steps to compare: .*dead-allow/),
      },
    ]);
  });

  test('costs steps in proportion to its length', () => {
    const used = (bytes: number): number => {
      const text = whole(hostile(bytes).join('\n'));
      const subjects = fileSubjects(AppArmorFile.parse(text));
      lintAppArmor(subjects);
      const budget = subjects[0]?.budget;
      expect(budget?.used).toBeLessThanOrEqual(WorkBudget.BASE + WorkBudget.PER_BYTE * text.length);
      expect(budget?.unanswered).toBeGreaterThan(0);
      return budget?.used ?? 0;
    };
    expect(used(40_000) / used(20_000)).toBeLessThan(2.1);
  });

  test('shares the budget among its profiles', () => {
    const text = hostile(4_000).join('\n');
    const many = Array.from({ length: 5 }, (_, i) => `profile p${i} {\n${text}\n}\n`).join('');
    const subjects = fileSubjects(AppArmorFile.parse(many));
    lintAppArmor(subjects);
    expect(new Set(subjects.map(({ budget }) => budget)).size).toBe(1);
  });

  test('has a variable that doubles until it is too large', () => {
    const values = Array.from({ length: 30 }, (_, i) => `@{V${i + 1}}=@{V${i}}@{V${i}}`);
    const text = `@{V0}=a b\n${values.join('\n')}\nprofile web {\n  /@{V30}/x rw,\n}\n`;
    expect(read(text).map(({ rule }) => rule)).toContain('too-many-rules');
  });
});

test('a text with thousands of findings lists the first ones, and counts the others', () => {
  const findings = read(
    whole(Array.from({ length: MOST_PROFILE_FINDINGS + 500 }, (_, i) => `/bin/${i} ux,`).join('\n')),
  );
  expect(findings).toHaveLength(MOST_PROFILE_FINDINGS + 1);
  expect(findings.at(-1)).toMatchObject({
    rule: 'too-many-findings',
    severity: 'critical',
    message: '500 more findings are not listed: 500 critical',
  });
});
