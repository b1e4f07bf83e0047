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
  test('with a name and no rules refuses everything', () => {
    expect(make().render()).toBe(
      'abi <abi/3.0>,\n\ninclude <tunables/global>\n\nprofile web flags=(attach_disconnected, mediate_deleted) {\n}\n',
    );
    parser.needed(() => expect(parser.names(make().render())).toEqual(['web']))();
  });

  test('with everything reads as if a careful person had written it', () => {
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

  test('leaves the abi line to the parser where it is told to', () => {
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
  ])('refuses the name %p', (name) => {
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

  test('is extended by making another', () => {
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

  test('must fit a ConfigMap', () => {
    const rules = Array.from({ length: 300 }, (_, i) => read(`/${String(i).padStart(4000, 'x')}`));
    expect(() => make({ rules })).toThrow(/text has \d+ bytes: it must stay below 1 MiB/);
    expect(make({ rules: rules.slice(0, 250) }).render().length).toBeGreaterThan(1_000_000);
  });

  test('names every problem at once', () => {
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
  ])('%j are refused', (flags, message) => {
    expect(() => make({ flags })).toThrow(message);
  });
});

describe('variables', () => {
  test.each([
    ['one that is not declared', {}, '@{NO}/x', /variable @\{NO\} isn't declared: give it in "variables"/],
    ['one without values', { A: [] }, '/x', /variable "A" has no value/],
    ['one that refers to itself', { A: ['/@{B}'], B: ['@{A}'] }, '/x', /refers to itself/],
    ['one of AppArmor itself', { HOME: ['/x'] }, '/x', /variable "HOME" is AppArmor's own/],
    ['the name of the profile', { profile_name: ['x'] }, '/x', /is AppArmor's own/],
    ['an odd name', { '1a': ['/x'] }, '/x', /must be a letter, then letters, digits and _/],
    ['a broken value', { A: ['/{x'] }, '/x', /variable "A": value \{ is not closed/],
    [
      'a relative value at the start of a path',
      { A: ['/x/', 'y'] },
      '@{A}/z',
      /starts with @\{A\}, whose value doesn't start with \//,
    ],
    [
      'values that explode',
      { A: ['x', 'y'], B: ['@{A}'.repeat(20)], C: ['@{B}'.repeat(20)], D: ['@{C}'.repeat(20)] },
      '/x',
      /become too large/,
    ],
  ])('refuse %s', (_, variables: { [name: string]: string[] }, path, message) => {
    expect(() => make({ variables, rules: [read(path)] })).toThrow(message);
  });

  test('of tunables/global and of the profile itself are there', () => {
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
  ])('%s are refused', (_, a, b) => {
    expect(() => make({ rules: [runs(a, inherit), runs(b, other)] })).toThrow(
      /run a common file under different profiles/,
    );
  });

  test.each([
    ['a pattern and an exact path', '/**', '/a'],
    ['a class and an exact path', '/[ab]', '/a'],
    ['patterns without a common file', '/a*', '/b*'],
    ['exact paths', '/a', '/b'],
  ])('of %s go together', (_, a, b) => {
    const profile = make({ rules: [runs(a, inherit), runs(b, other)] });
    parser.needed(() => expect(parser.compiles(profile.render())).toBe(true))();
  });

  test('conflict with those of an abstraction, too', () => {
    expect(() => make({ includes: [AppArmorInclude.abstraction('base')], rules: [runs('/**', other)] })).toThrow(
      /of <abstractions\/base> run a common file/,
    );
  });

  test('conflict although a refusal covers both', () => {
    expect(() => make({ rules: [FileRule.deny('/a', 'x'), runs('/a', inherit), runs('/a', other)] })).toThrow(
      /run a common file/,
    );
  });

  test('go to twelve profiles at most', () => {
    const rules = Array.from({ length: 13 }, (_, i) => runs(`/bin/b${i}`, AppArmorExec.profile(`p${i}`)));
    expect(() => make({ rules })).toThrow(/13 different profiles are named in executions: the kernel takes 12/);
    expect(() => make({ rules: rules.slice(1) })).not.toThrow();
  });

  test('at which the profile changes keep or scrub the environment, not both', () => {
    const kept = new ChangeProfileRule({ exec: '/x', target: 'a', keepEnvironment: true });
    expect(() => make({ rules: [kept, new ChangeProfileRule({ exec: '/x', target: '*' })] })).toThrow(
      /differ in the environment for a common execution/,
    );
    expect(() => make({ rules: [kept, new ChangeProfileRule({ exec: '/x', target: 'b' })] })).not.toThrow();
  });
});

describe('children', () => {
  const child = (name: string): AppArmorChildProfile => new AppArmorChildProfile({ name, rules: [] });

  test('must be there when a rule runs them', () => {
    const rules = [runs('/a', AppArmorExec.child('worker'))];
    expect(() => make({ rules })).toThrow(/\/a Cx -> worker, runs a child that isn't there/);
    expect(() => make({ rules, children: [child('other')] })).toThrow(/"children", which has "other"/);
    expect(() => make({ rules, children: [child('worker')] })).not.toThrow();
  });

  test('have names of their own', () => {
    expect(() => make({ children: [child('a'), child('b'), child('a')] })).toThrow(/child "a" is there twice/);
  });

  test('are checked as their parent is', () => {
    const bad = new AppArmorChildProfile({
      name: 'c',
      rules: [read('@{NO}/x'), runs('/a', AppArmorExec.child('c'))],
      flags: [AppArmorFlag.KILL, AppArmorFlag.COMPLAIN],
    });
    expect(() => make({ children: [bad] })).toThrow(
      /child "c": flags complain and kill[^]*child "c": variable @\{NO\}/,
    );
  });

  test('may have flags of their own', () => {
    const text = make({
      children: [new AppArmorChildProfile({ name: 'c', rules: [], flags: [AppArmorFlag.COMPLAIN] })],
    }).render();
    expect(text).toContain('  profile c flags=(complain) {\n  }\n');
  });
});

test('a limit is set once', () => {
  const limit = AppArmorRlimit.NOFILE;
  expect(() => make({ rules: [new RlimitRule({ limit, value: 1 }), new RlimitRule({ limit, value: 2 })] })).toThrow(
    /limit "nofile" is set twice/,
  );
});

test('what is no rule is refused', () => {
  expect(() => make({ rules: ['file,' as never] })).toThrow(/rules must be AppArmorRules/);
});

test('an abstraction that AppArmor 3.0 does not have is refused, and a file of the node is optional', () => {
  expect(() => AppArmorInclude.abstraction('none')).toThrow(
    /use authentication, base, .* or AppArmorInclude\.ifExists\("abstractions\/none"\)/,
  );
  expect(AppArmorInclude.ifExists('local/web.d').render()).toBe('include if exists <local/web.d>');
  expect(() => AppArmorInclude.ifExists('../../etc/passwd')).toThrow(/path may have letters/);
});
