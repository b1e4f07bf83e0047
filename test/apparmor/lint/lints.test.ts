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
import { AppArmorAbi } from '../../../src/apparmor/abi';
import { AppArmorProfile } from '../../../src/apparmor/profile';
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

test('every file of the folder is a listed lint with the same name', () => {
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

/** Returns an example as a whole file: rules are put into a profile without findings. */
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
  '%s finds its bad example, and its good example has no findings',
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
      'a deny rule with a higher priority overrides an allow rule',
      '/data/** w,\npriority=1 deny /** w,',
      ['dead-allow 1', 'newer-parser 2'],
    ],
    [
      'an allow rule with a higher priority is not overridden',
      'priority=1 /data/** w,\ndeny /** w,',
      ['newer-parser 1'],
    ],
    [
      'a deny rule in an owner block applies only to the user’s own files',
      '/data/** w,\nowner {\n  deny /data/** w,\n}',
      [],
    ],
    [
      'an allow rule in an owner block can also be overridden',
      'owner {\n  /data/** w,\n}\ndeny /data/** w,',
      ['dead-allow 2'],
    ],
    [
      'a child for exactly this path exists',
      '/bin/tool Cx,\nprofile /bin/tool {\n  include <abstractions/base>\n}',
      ['unsafe-name 2', 'detached-paths 2'],
    ],
    ['no child exists', '/bin/tool Cx,', ['missing-child 1']],
    [
      'the only child is for another path',
      '/bin/tool Cx,\nprofile other /bin/other flags=(attach_disconnected) {\n  include <abstractions/base>\n}',
      ['missing-child 1'],
    ],
    [
      'the only child has another name',
      '/bin/tool Cx -> tool,\nprofile other flags=(attach_disconnected) {\n  include <abstractions/base>\n}',
      ['missing-child 1'],
    ],
    ['a rule that denies everything does not allow anything', 'deny all,', ['newer-parser 1']],
    ['denying the user’s own files does not override allowing all files', '/data/** w,\ndeny owner /data/** w,', []],
    [
      'denying the user’s own files overrides allowing them',
      'owner /data/** w,\ndeny owner /data/** w,',
      ['dead-allow 1'],
    ],
    [
      'a capability rule with a higher priority is not overridden',
      'priority=1 capability chown,\ndeny capability chown,',
      ['newer-parser 1'],
    ],
    [
      'denying sending and receiving overrides allowing receiving',
      'network (receive) inet,\ndeny network (send, receive) inet,',
      ['broad-network 1', 'dead-allow 1', 'newer-parser 1', 'newer-parser 2'],
    ],
    [
      'denying one port does not override allowing all ports',
      'network inet stream,\ndeny network inet stream port=22,',
      ['newer-parser 2'],
    ],
    ['the word unsafe before a rule keeps the environment', 'unsafe /bin/tool Px,', ['kept-environment 1']],
    ['the word safe before a rule scrubs the environment', 'safe /bin/tool px,', []],
    [
      'the modes pux, PUx and cux can run a program unconfined',
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
      'denying sending does not override allowing receiving',
      'network (receive) inet stream,\ndeny network (send) inet stream,',
      ['newer-parser 1', 'newer-parser 2'],
    ],
    ['the rules "file," and "all," allow everything', 'file,\nall,', ['allows-all 2']],
  ])('%s', (_what, body, expected) => {
    const wide = ['broad-files', 'writable-kernel', 'write-execute', 'detached-paths 1', 'newer-parser 2'];
    const got = rules(body);
    const shown = body.startsWith('file,') ? got.filter((each) => !wide.some((id) => each.startsWith(id))) : got;
    expect(shown.sort()).toEqual([...expected].sort());
  });

  test('reports flags and an ABI of newer parsers, and modes that deny nothing', () => {
    const text =
      'abi <abi/4.0>,\nprofile web flags=(default_allow, attach_disconnected) {\n  include <abstractions/base>\n}\n';
    expect(read(text).map(({ rule, line }) => `${rule} ${line}`)).toEqual([
      'complain-mode 2',
      'newer-parser 2',
      'newer-parser 2',
    ]);
  });

  test('missing signal rules have low severity if another abstraction is included, because it may include the base', () => {
    const text = (include: string): string =>
      `abi <abi/3.0>,\nprofile web flags=(attach_disconnected) {\n  include <${include}>\n}\n`;
    const severities = (include: string): string[] =>
      read(text(include)).map(({ rule, severity }) => `${rule} ${severity}`);
    expect(severities('abstractions/php')).toEqual(['unstoppable low']);
    expect(severities('local/web')).toEqual(['unstoppable medium']);
  });

  test('reports each profile of a file under its own name', () => {
    const one = (name: string): string =>
      `profile ${name} flags=(complain, attach_disconnected) {\n  include <abstractions/base>\n}\n`;
    expect(read(`abi <abi/3.0>,\n${one('a')}${one('b')}`).map(({ profile: name, line }) => `${name} ${line}`)).toEqual([
      'a 2',
      'b 5',
    ]);
  });

  test('suggests a valid name for a profile whose name is not valid', () => {
    const [finding] = read(whole(APPARMOR_LINTS.find(({ id }) => id === 'unsafe-name')?.bad ?? '')).filter(
      ({ rule }) => rule === 'unsafe-name',
    );
    expect(finding).toMatchObject({
      severity: 'high',
      fix: 'name the profile after its purpose, such as "usr-sbin-my-server"',
    });
  });

  test('replaces the variables of the file by their values', () => {
    const text = whole('@{DATA}/x w,\ndeny /data/* w,').replace(
      'profile',
      '@{DATA}=/data\n@{DATA}+=/data/sub\nprofile',
    );
    expect(read(text)).toEqual([]);
    expect(read(text.replace('deny /data/* w,', 'deny /data/sub/* w,'))).toEqual([]);
    expect(read(text.replace('\n@{DATA}+=/data/sub', '')).map(({ rule }) => rule)).toEqual(['dead-allow']);
  });
});

test('a finding contains the lint, the profile, the line of the rendered text, and the fix', () => {
  const web = profile([allow('/data/**', 'rw'), deny('/{,**}', 'w')]);
  const [finding] = web.lint();
  expect(finding).toEqual({
    rule: 'dead-allow',
    severity: 'high',
    profile: 'web',
    line: expect.any(Number),
    message: expect.stringMatching(
      /^\/data\/\*\* rw, does not allow "w": .* on line \d+ denies it .* so only "r" is left$/,
    ),
    fix: expect.stringContaining('narrow the deny rule'),
  });
  expect(web.render().split('\n')[finding!.line - 1]).toBe('  /data/** rw,');
});

describe('a deny rule overrides an allow rule', () => {
  const dead = ['dead-allow high'];
  const network = (props: ConstructorParameters<typeof NetworkRule>[0]): NetworkRule => new NetworkRule(props);
  const tmpfs = new MountRule({ fileSystems: ['tmpfs'], mountPoint: '/scratch/' });
  test.each<[string, AppArmorRule[], string[]]>([
    ['if it is broad and the allow rule narrow', [deny('/**', 'w'), allow('/data/**', 'rw')], dead],
    ['in any order', [allow('/data/**', 'rw'), deny('/**', 'w')], dead],
    ['for the same path', [allow('/data/*', 'w'), deny('/data/*', 'w')], dead],
    ['if its path has a variable', [allow('/proc/meminfo', 'r'), deny('@{PROC}/**', 'r')], dead],
    ['for appending, if it denies writing', [allow('/log/*', 'a'), deny('/log/**', 'w')], dead],
    ['for execution', [allow('/bin/app', 'r', { exec: inherit }), deny('/bin/*', 'x')], dead],
    ['whose path has a variable with several values', [allow('@{run}/app.pid', 'w'), deny('/**', 'w')], dead],
    ['but not for another permission', [allow('/data/**', 'r'), deny('/**', 'w')], []],
    ['but not if some files remain allowed', [allow('/data/**', 'rw'), deny('/data/secret/**', 'w')], []],
    ['but not for writing, if it denies appending', [allow('/log/*', 'w'), deny('/log/**', 'a')], []],
    [
      'but not for all files, if it denies the user’s own files',
      [allow('/data/*', 'w'), deny('/data/*', 'w', { owner: true })],
      [],
    ],
    [
      'for the user’s own files, if it denies all files',
      [allow('/data/*', 'w', { owner: true }), deny('/data/*', 'w')],
      dead,
    ],
    ['for every capability', [capability(Capability.CHOWN), new CapabilityRule({ deny: true })], dead],
    [
      'for one capability among several',
      [
        capability(Capability.CHOWN, Capability.FOWNER),
        new CapabilityRule({ capabilities: [Capability.CHOWN], deny: true }),
      ],
      dead,
    ],
    [
      'but not for other capabilities',
      [capability(Capability.CHOWN), new CapabilityRule({ capabilities: [Capability.KILL], deny: true })],
      [],
    ],
    ['for the network', [network({ family: inet, protocol: AppArmorProtocol.TCP }), network({ deny: true })], dead],
    ['for a socket type', [network({ family: inet, type: STREAM }), network({ type: STREAM, deny: true })], dead],
    [
      'but not for another socket type',
      [network({ family: inet, type: STREAM }), network({ type: RAW, deny: true })],
      [],
    ],
    [
      'but not for a whole family, if it denies one type',
      [
        network({ family: AppArmorSocketFamily.UNIX }),
        network({ family: AppArmorSocketFamily.UNIX, type: RAW, deny: true }),
      ],
      [],
    ],
    ['for mounts', [tmpfs, new MountRule({ deny: true })], dead],
    ['for mounts below a folder', [tmpfs, new MountRule({ mountPoint: '/**', deny: true })], dead],
    ['but not for mounts elsewhere', [tmpfs, new MountRule({ mountPoint: '/data/**', deny: true })], []],
    ['but not for mounts of another type', [tmpfs, new MountRule({ fileSystems: ['proc'], deny: true })], []],
    [
      'but not for mounts with other options',
      [tmpfs, new MountRule({ options: [AppArmorMountOption.RO], deny: true })],
      [],
    ],
    [
      'but not for unmounting, if it denies mounting',
      [new UmountRule({ mountPoint: '/scratch/' }), new MountRule({ deny: true })],
      [],
    ],
    [
      'for a signal under the same conditions',
      [new SignalRule({ peer: 'a' }), new SignalRule({ peer: 'a', deny: true })],
      dead,
    ],
    ['for every signal', [new SignalRule({ peer: 'a' }), new SignalRule({ deny: true })], dead],
    [
      'but not for a signal to another peer',
      [new SignalRule({ peer: 'a' }), new SignalRule({ peer: 'b', deny: true })],
      [],
    ],
    ['for unmounting', [new UmountRule({ mountPoint: '/scratch/' }), new UmountRule({ deny: true })], dead],
  ])('%s', (_what, rules, ids) => {
    expect(found(rules)).toEqual(ids);
  });
});

test.each<[string, AppArmorRule[], string[]]>([
  ['unconfined', [allow('/a', 'r', { exec: AppArmorExec.dangerouslyUnconfined() })], ['unconfined-exec critical']],
  [
    'unconfined if the profile is missing',
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
  ['a named one', new ChangeProfileRule({ target: 'worker' }), []],
  ['any, denied', new ChangeProfileRule({ deny: true }), []],
])('a change of profile to %s', (_what, rule, ids) => {
  expect(found([rule])).toEqual(ids);
});

test.each<[string, AppArmorRule[], string[]]>([
  ['by one rule', [allow('/data/*', 'w', { exec: inherit })], ['write-execute high']],
  ['by two rules', [allow('/data/**', 'w'), allow('/data/plugins/*', 'r', { exec: inherit })], ['write-execute high']],
  ['as a library', [allow('/data/**', 'w'), allow('/data/lib/*', 'm')], ['write-execute medium']],
  ['nowhere', [allow('/data/**', 'w'), allow('/bin/app', 'm', { exec: inherit })], []],
  [
    'but writing is denied',
    [allow('/data/**', 'r', { exec: inherit }), allow('/data/x', 'rw'), deny('/data/x', 'w')],
    ['dead-allow high'],
  ],
  ['but execution is denied', [allow('/data/**', 'w', { exec: inherit }), deny('/data/**', 'x')], ['dead-allow high']],
])('written and executed %s', (_what, rules, ids) => {
  expect(found(rules)).toEqual(ids);
});

test.each<[string, AppArmorRule[], string[]]>([
  ['all', [capability()], ['broad-capability high']],
  ['one that is equivalent to root', [capability(Capability.SYS_ADMIN, Capability.CHOWN)], ['broad-capability high']],
  ['a harmless one', [capability(Capability.NET_BIND_SERVICE)], []],
  ['all, denied', [new CapabilityRule({ deny: true })], []],
])('capabilities: %s', (_what, rules, ids) => {
  expect(found(rules)).toEqual(ids);
});

test.each<[string, AppArmorRule[], string[]]>([
  ['every family', [new NetworkRule({})], ['broad-network medium']],
  ['every type of the internet', [new NetworkRule({ family: inet })], ['broad-network medium']],
  ['raw packets', [new NetworkRule({ family: inet, type: RAW })], ['broad-network medium']],
  ['raw packets, but denied', [new NetworkRule({ family: inet }), new NetworkRule({ type: RAW, deny: true })], []],
  ['packet sockets', [new NetworkRule({ family: AppArmorSocketFamily.PACKET })], ['broad-network medium']],
  ['netlink, which is always raw', [new NetworkRule({ family: AppArmorSocketFamily.NETLINK, type: RAW })], []],
  ['TCP', [new NetworkRule({ family: inet, protocol: AppArmorProtocol.TCP })], []],
  ['all denied', [new NetworkRule({ deny: true })], []],
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
      'everything, but writing and execution are denied',
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
    ['/proc as a variable', [allow('@{PROC}/sys/kernel/*', 'w')], '/proc/sys/kernel/core_pattern w'],
    ['a socket of a runtime', [allow('@{run}/docker.sock', 'rw')], '/run/docker.sock w'],
    ['memory read', [allow('/proc/k*', 'r')], '/proc/kcore r'],
    ['/proc written, but denied', [allow('/proc/**', 'w'), deny('/proc/**', 'w')], undefined],
    ['files of the process’s own in /proc', [allow('@{PROC}/@{pid}/comm', 'rw')], undefined],
    [
      'denied only for the user’s own files',
      [allow('/proc/**', 'w'), deny('/proc/**', 'w', { owner: true })],
      '/proc/sysrq-trigger w',
    ],
  ])('access that controls the node: %s', (_what, rules, open) => {
    const [finding] = profile(rules)
      .lint()
      .filter(({ rule }) => rule === 'writable-kernel');
    if (open === undefined) expect(finding).toBeUndefined();
    else expect(finding).toMatchObject({ severity: 'high', message: expect.stringContaining(open) });
  });

  test.each<[string, AppArmorRule[], AppArmorFlag[] | undefined, string[]]>([
    ['missing', [allow('/data/**', 'rw')], [], ['detached-paths low']],
    ['turned off on purpose', [allow('/data/**', 'rw')], [AppArmorFlag.NO_ATTACH_DISCONNECTED], []],
    ['set, with a rule for any folder', [allow('/*/file', 'rw')], undefined, ['detached-paths low']],
    ['set, with a rule for reading any folder', [allow('/*/file', 'r')], undefined, []],
    ['set, with rules for named folders', [allow('/data/**', 'rw')], undefined, []],
  ])('attach_disconnected is %s', (_what, rules, flags, ids) => {
    expect(found(rules, { flags })).toEqual(ids);
  });
});

test.each<[string, AppArmorRule, string[]]>([
  ['anything anywhere', new MountRule(), ['broad-mount high']],
  ['anything anywhere, denied', new MountRule({ deny: true }), []],
  ['with a condition', new MountRule({ mountPoint: '/scratch/' }), []],
])('mounting %s', (_what, rule, ids) => {
  expect(found([rule])).toEqual(ids);
});

test.each<[string, AppArmorRule, string[]]>([
  ['any process', new PtraceRule({}), ['traces-others medium']],
  [
    'unconfined processes',
    new PtraceRule({ access: [AppArmorPtraceAccess.TRACE], peer: 'unc*' }),
    ['traces-others medium'],
  ],
  ['processes of the profile', new PtraceRule({ peer: '@{profile_name}' }), []],
  ['no process, only reading', new PtraceRule({ access: [AppArmorPtraceAccess.READ] }), []],
])('tracing %s', (_what, rule, ids) => {
  expect(found([rule])).toEqual(ids);
});

describe('without the base abstraction', () => {
  const receive = [AppArmorSignalAccess.RECEIVE];
  test.each<[string, AppArmorRule[], string[]]>([
    ['no signal arrives', [], ['unstoppable medium']],
    ['all signals arrive from unconfined processes', [new SignalRule({ access: receive, peer: 'unconfined' })], []],
    ['all signals arrive from any process', [new SignalRule({})], []],
    [
      'only kill arrives',
      [new SignalRule({ access: receive, signals: [AppArmorSignal.KILL] })],
      ['unstoppable medium'],
    ],
    [
      'only signals of other profiles arrive',
      [new SignalRule({ access: receive, peer: 'web' })],
      ['unstoppable medium'],
    ],
    ['signals may only be sent', [new SignalRule({ access: [AppArmorSignalAccess.SEND] })], ['unstoppable medium']],
    [
      'a deny rule overrides an allow rule',
      [new SignalRule({}), new SignalRule({ access: receive, deny: true })],
      ['unstoppable medium'],
    ],
  ])('%s', (_what, rules, ids) => {
    expect(found(rules, { includes: [] })).toEqual(ids);
  });
});

test('reports complain mode and a missing ABI at the line of the header', () => {
  const complain = profile([], {
    flags: [AppArmorFlag.COMPLAIN, AppArmorFlag.ATTACH_DISCONNECTED],
    abi: AppArmorAbi.PARSER_DEFAULT,
  });
  const findings = complain.lint();
  expect(findings.map(({ rule }) => rule)).toEqual(['complain-mode', 'missing-abi']);
  for (const { line } of findings) expect(complain.render().split('\n')[line - 1]).toMatch(/^profile web /);
});

test('reports a child separately, under the name that the kernel gives it', () => {
  const child = new AppArmorChildProfile({ name: 'tool', includes: base, rules: [allow('/**', 'w')] });
  const parent = profile([allow('/tool', 'r', { exec: AppArmorExec.child('tool') }), allow('/x', 'r')], {
    children: [child],
  });
  const [finding] = parent.lint();
  expect(finding).toMatchObject({ rule: 'broad-files', profile: 'web//tool' });
  expect(parent.render().split('\n')[finding!.line - 1]).toBe('    /** w,');
});

test('reports a profile that allows by default and denies a list', () => {
  expect(
    new Set(
      armoredHelloUser()
        .lint()
        .map(({ rule }) => rule),
    ),
  ).toContain('broad-files');
});

test('checks a profile of thousands of rules completely', () => {
  const rules = Array.from({ length: 1500 }, (_, i) => [
    allow(`/data/${i}/*`, 'rw'),
    deny(`/data/${i}/a*`, 'w'),
  ]).flat();
  expect(profile(rules).lint()).toEqual([]);
});

describe('a text whose patterns cost more than its budget', () => {
  /** Returns rules of about this many bytes that take more steps to compare than their length allows. */
  const hostile = (bytes: number): string[] =>
    Array.from({ length: Math.floor(bytes / 36) }, (_, i) => `/*a*b*${i}*c** rw,\ndeny /*a*b*${i}*d** rw,`);

  test('has a finding at high severity that lists the limit and the lints', () => {
    const rules = hostile(20_000);
    const findings = read(whole(rules.join('\n')));
    expect(findings.filter(({ rule }) => rule === 'too-many-rules')).toMatchObject([
      {
        severity: 'high',
        message: expect.stringMatching(/^comparing the patterns takes more than \d+ steps: .*dead-allow/),
      },
    ]);
  });

  test('takes steps in proportion to its length', () => {
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

  test('may contain variables that double until they are too large', () => {
    const values = Array.from({ length: 30 }, (_, i) => `@{V${i + 1}}=@{V${i}}@{V${i}}`);
    const text = `@{V0}=a b\n${values.join('\n')}\nprofile web {\n  /@{V30}/x rw,\n}\n`;
    expect(read(text).map(({ rule }) => rule)).toContain('too-many-rules');
  });
});

test('lists the first of thousands of findings, and counts the others', () => {
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
