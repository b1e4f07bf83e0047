import { AppArmorChildProfile } from '../../src/apparmor/child-profile';
import { AppArmorFlag } from '../../src/apparmor/flag';
import { AppArmorInclude } from '../../src/apparmor/include';
import type { AppArmorProfileProps } from '../../src/apparmor/profile';
import { AppArmorAbi } from '../../src/apparmor/abi';
import { AppArmorProfile } from '../../src/apparmor/profile';
import { CapabilityRule } from '../../src/apparmor/rules/capability-rule';
import { Capability } from '../../src/host/capability';
import { ChangeProfileRule } from '../../src/apparmor/rules/change-profile-rule';
import { AppArmorExec } from '../../src/apparmor/rules/exec-transition';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { AppArmorRlimit, RlimitRule } from '../../src/apparmor/rules/rlimit-rule';
import { SignalRule } from '../../src/apparmor/rules/signal-rule';
import { parser } from './apparmor-parser';

const make = (more: Partial<AppArmorProfileProps> = {}): AppArmorProfile =>
  new AppArmorProfile({ name: 'web', rules: [], ...more });
const read = (path: string): FileRule => FileRule.allow(path, 'r');
const runs = (path: string, exec: AppArmorExec): FileRule => FileRule.allow(path, '', { exec });

describe('a profile', () => {
  test('with a name and no rules denies everything', () => {
    expect(make().render()).toBe(
      'abi <abi/3.0>,\n\ninclude <tunables/global>\n\nprofile web flags=(attach_disconnected, mediate_deleted) {\n}\n',
    );
    parser.needed(() => expect(parser.names(make().render())).toEqual(['web']))();
  });

  test('with every part renders to a readable text', () => {
    const profile = make({
      comment: 'Serves pages.\nNothing else.',
      flags: [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.AUDIT],
      includes: [AppArmorInclude.abstraction('base'), AppArmorInclude.ifExists('local/web')],
      variables: { DATA: ['/data/', '/srv/my files/'], NONE: [''] },
      rules: [
        read('@{DATA}/**'),
        FileRule.allow('/a', 'r', { comment: 'two of a kind' }),
        FileRule.allow('/b', 'r', { comment: 'two of a kind' }),
        read('/c'),
        read('/c'),
        runs('/bin/worker', AppArmorExec.child('worker')),
        new SignalRule({ peer: 'unconfined' }),
        new CapabilityRule({ capabilities: [Capability.CHOWN] }),
        new RlimitRule({ limit: AppArmorRlimit.NOFILE, value: 64 }),
      ],
      children: [
        new AppArmorChildProfile({
          name: 'worker',
          comment: 'does the work',
          rules: [read('/etc/worker')],
          includes: [AppArmorInclude.abstraction('base')],
        }),
      ],
    });
    expect(profile.render()).toBe(`# Serves pages.
# Nothing else.
abi <abi/3.0>,

include <tunables/global>

@{DATA}=/data/ "/srv/my files/"
@{NONE}=""

profile web flags=(attach_disconnected, audit) {
  include <abstractions/base>
  include if exists <local/web>

  set rlimit nofile <= 64,

  capability chown,

  signal peer=unconfined,

  @{DATA}/** r,

  # two of a kind
  /a r,
  /b r,

  /c r,
  /bin/worker Cx -> worker,

  # does the work
  profile worker flags=(attach_disconnected, audit) {
    include <abstractions/base>

    /etc/worker r,
  }
}
`);
    parser.needed(() => expect(parser.names(profile.render())).toEqual(['web', 'web//worker']))();
  });

  test('has no abi line if the parser selects the version', () => {
    expect(make({ abi: AppArmorAbi.PARSER_DEFAULT }).render()).toMatch(/^include <tunables\/global>\n/);
  });

  test.each([
    '',
    'a b',
    'a/b',
    '/usr/bin/web',
    'a//b',
    ':ns:web',
    '-web',
    '.web',
    'web*',
    'wéb',
    'web\n',
    'unconfined',
    'a'.repeat(254),
  ])('rejects the name %p', (name) => {
    expect(() => make({ name })).toThrow(/AppArmorProfile .*: name /);
  });

  test('cannot be changed from outside', () => {
    const rules = [read('/a')];
    const values = ['/data/'];
    const profile = make({ rules, variables: { DATA: values } });
    rules.push(read('/b'));
    values.push('/b/');
    expect(profile.rules).toHaveLength(1);
    expect(profile.variables).toEqual({ DATA: ['/data/'] });
    expect(() => profile.rules.push(read('/b'))).toThrow(TypeError);
    expect(() => profile.flags.pop()).toThrow(TypeError);
    expect(() => profile.variables['DATA']?.push('/b/')).toThrow(TypeError);
  });

  test('is extended by creating a new one', () => {
    const base = make({
      comment: 'base',
      rules: [read('/a')],
      variables: { A: ['/a/'] },
      flags: [AppArmorFlag.MEDIATE_DELETED],
    });
    const before = base.render();
    const more = base.extend({
      name: 'more',
      rules: [read('@{B}/x')],
      variables: { B: ['/b/'] },
      includes: [AppArmorInclude.abstraction('base')],
    });
    expect(base.render()).toBe(before);
    expect(more.name).toBe('more');
    expect(more.rules.map((rule) => rule.render())).toEqual(['/a r,', '@{B}/x r,']);
    expect(more.variables).toEqual({ A: ['/a/'], B: ['/b/'] });
    expect(more.flags).toEqual([AppArmorFlag.MEDIATE_DELETED]);
    expect(more.comment).toBe('base');
    expect(base.extend({ name: 'quiet', flags: [] }).render()).toContain('profile quiet {');
  });

  test('must fit into a ConfigMap', () => {
    const rules = Array.from({ length: 300 }, (_, i) => read(`/${String(i).padStart(4000, 'x')}`));
    expect(() => make({ rules })).toThrow(/text has \d+ bytes: must be less than 1 MiB/);
    expect(make({ rules: rules.slice(0, 250) }).render().length).toBeGreaterThan(1_000_000);
  });

  test('reports all problems at once', () => {
    expect(() =>
      make({ name: '/x', flags: [AppArmorFlag.ENFORCE, AppArmorFlag.COMPLAIN], rules: [read('@{NO}/x')] }),
    ).toThrow(/3 problems/);
  });
});

describe('flags', () => {
  test.each([
    [[AppArmorFlag.ENFORCE, AppArmorFlag.KILL], /flags enforce and kill contradict each other/],
    [[AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.NO_ATTACH_DISCONNECTED], /contradict/],
    [[AppArmorFlag.MEDIATE_DELETED, AppArmorFlag.DELEGATE_DELETED], /contradict/],
    [[AppArmorFlag.CHROOT_RELATIVE, AppArmorFlag.NAMESPACE_RELATIVE], /contradict/],
    [['unconfined' as AppArmorFlag], /flags has "unconfined": use enforce/],
    [['prompt' as AppArmorFlag], /flags has "prompt"/],
  ])('%j are rejected', (flags, message) => {
    expect(() => make({ flags })).toThrow(message);
  });
});

describe('variables', () => {
  test.each([
    ['one that is not declared', {}, '@{NO}/x', /variable @\{NO\} is not declared: add it to "variables"/],
    ['one without values', { A: [] }, '/x', /variable "A" has no value/],
    ['one that refers to itself', { A: ['/@{B}'], B: ['@{A}'] }, '/x', /refers to itself/],
    ['one of AppArmor itself', { HOME: ['/x'] }, '/x', /variable "HOME" is reserved by AppArmor/],
    ['the name of the profile', { profile_name: ['x'] }, '/x', /is reserved by AppArmor/],
    ['an odd name', { '1a': ['/x'] }, '/x', /must start with a letter and contain only letters, digits and _/],
    ['a broken value', { A: ['/{x'] }, '/x', /variable "A": value \{ is not closed/],
    [
      'a relative value at the start of a path',
      { A: ['/x/', 'y'] },
      '@{A}/z',
      /starts with @\{A\}, whose value does not start with \//,
    ],
    [
      'values that explode',
      { A: ['x', 'y'], B: ['@{A}'.repeat(20)], C: ['@{B}'.repeat(20)], D: ['@{C}'.repeat(20)] },
      '/x',
      /are too large after replacement/,
    ],
  ])('reject %s', (_, variables: { [name: string]: string[] }, path, message) => {
    expect(() => make({ variables, rules: [read(path)] })).toThrow(message);
  });

  test('include those of tunables/global and the name of the profile', () => {
    expect(() =>
      make({
        rules: [
          read('@{PROC}/@{pid}/stat'),
          read('@{HOME}/x'),
          read('/lib/@{multiarch}/**'),
          new SignalRule({ peer: '@{profile_name}' }),
        ],
      }),
    ).not.toThrow();
  });
});

describe('executions', () => {
  const [inherit, other] = [AppArmorExec.inherit(), AppArmorExec.profile('other')];

  test.each([
    ['of one path under two profiles', '/a', '/a'],
    ['of one path under two profiles, one through a variable', '@{PROC}/a', '/proc/a'],
    ['of one path under two profiles, one through a choice', '/{a,b}', '/a'],
    ['of patterns that overlap', '/**', '/b*'],
    ['of patterns with a common file', '/*b', '/a?'],
  ])('%s are rejected', (_, a, b) => {
    expect(() => make({ rules: [runs(a, inherit), runs(b, other)] })).toThrow(
      /run a common file under different profiles/,
    );
  });

  test.each([
    ['a pattern and an exact path', '/**', '/a'],
    ['a class and an exact path', '/[ab]', '/a'],
    ['patterns without a common file', '/a*', '/b*'],
    ['exact paths', '/a', '/b'],
  ])('of %s are accepted together', (_, a, b) => {
    const profile = make({ rules: [runs(a, inherit), runs(b, other)] });
    parser.needed(() => expect(parser.compiles(profile.render())).toBe(true))();
  });

  test('can conflict with those of an abstraction', () => {
    expect(() => make({ includes: [AppArmorInclude.abstraction('base')], rules: [runs('/**', other)] })).toThrow(
      /of <abstractions\/base> run a common file/,
    );
  });

  test('conflict even if a deny rule covers both', () => {
    expect(() => make({ rules: [FileRule.deny('/a', 'x'), runs('/a', inherit), runs('/a', other)] })).toThrow(
      /run a common file/,
    );
  });

  test('have at most twelve target profiles', () => {
    const rules = Array.from({ length: 13 }, (_, i) => runs(`/bin/b${i}`, AppArmorExec.profile(`p${i}`)));
    expect(() => make({ rules })).toThrow(/executions have 13 different target profiles: the kernel allows 12/);
    expect(() => make({ rules: rules.slice(1) })).not.toThrow();
  });

  test('with change_profile either keep or scrub the environment', () => {
    const kept = new ChangeProfileRule({ exec: '/x', target: 'a', keepEnvironment: true });
    expect(() => make({ rules: [kept, new ChangeProfileRule({ exec: '/x', target: '*' })] })).toThrow(
      /run a common file, and only one of them keeps the environment/,
    );
    expect(() => make({ rules: [kept, new ChangeProfileRule({ exec: '/x', target: 'b' })] })).not.toThrow();
  });
});

describe('children', () => {
  const child = (name: string): AppArmorChildProfile => new AppArmorChildProfile({ name, rules: [] });

  test('must exist if a rule runs them', () => {
    const rules = [runs('/a', AppArmorExec.child('worker'))];
    expect(() => make({ rules })).toThrow(/\/a Cx -> worker, runs a child that does not exist/);
    expect(() => make({ rules, children: [child('other')] })).toThrow(/"children", which contains "other"/);
    expect(() => make({ rules, children: [child('worker')] })).not.toThrow();
  });

  test('have different names', () => {
    expect(() => make({ children: [child('a'), child('b'), child('a')] })).toThrow(/child "a" exists twice/);
  });

  test('are checked like their parent', () => {
    const bad = new AppArmorChildProfile({
      name: 'c',
      rules: [read('@{NO}/x'), runs('/a', AppArmorExec.child('c'))],
      flags: [AppArmorFlag.KILL, AppArmorFlag.COMPLAIN],
    });
    expect(() => make({ children: [bad] })).toThrow(
      /child "c": flags complain and kill[^]*child "c": variable @\{NO\}/,
    );
  });

  test('can have their own flags', () => {
    const text = make({
      children: [new AppArmorChildProfile({ name: 'c', rules: [], flags: [AppArmorFlag.COMPLAIN] })],
    }).render();
    expect(text).toContain('  profile c flags=(complain) {\n  }\n');
  });
});

test('rejects a limit that is set twice', () => {
  const limit = AppArmorRlimit.NOFILE;
  expect(() => make({ rules: [new RlimitRule({ limit, value: 1 }), new RlimitRule({ limit, value: 2 })] })).toThrow(
    /limit "nofile" is set twice/,
  );
});

test('rejects objects that are not rules', () => {
  expect(() => make({ rules: ['file,' as never] })).toThrow(/rules must be AppArmorRules/);
});

test('rejects an unknown abstraction, and accepts an optional file of the node', () => {
  expect(() => AppArmorInclude.abstraction('none')).toThrow(
    /use authentication, base, .* or AppArmorInclude\.ifExists\("abstractions\/none"\)/,
  );
  expect(AppArmorInclude.ifExists('local/web.d').render()).toBe('include if exists <local/web.d>');
  expect(() => AppArmorInclude.ifExists('../../etc/passwd')).toThrow(/path must be relative to/);
});
