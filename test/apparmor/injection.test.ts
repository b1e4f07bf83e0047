import { AppArmorChildProfile } from '../../src/apparmor/child-profile';
import { AppArmorFlag } from '../../src/apparmor/flag';
import { AppArmorInclude } from '../../src/apparmor/include';
import type { AppArmorProfileProps } from '../../src/apparmor/profile';
import { AppArmorAbi } from '../../src/apparmor/abi';
import { AppArmorProfile } from '../../src/apparmor/profile';
import type { AppArmorRule } from '../../src/apparmor/rule';
import { CapabilityRule } from '../../src/apparmor/rules/capability-rule';
import { Capability } from '../../src/host/capability';
import { ChangeProfileRule } from '../../src/apparmor/rules/change-profile-rule';
import { AppArmorExec } from '../../src/apparmor/rules/exec-transition';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { LinkRule } from '../../src/apparmor/rules/link-rule';
import { AppArmorMountOption } from '../../src/apparmor/rules/mount-option';
import { MountRule } from '../../src/apparmor/rules/mount-rule';
import { AppArmorSocketFamily, NetworkRule } from '../../src/apparmor/rules/network-rule';
import { PtraceRule } from '../../src/apparmor/rules/ptrace-rule';
import { AppArmorRlimit, RlimitRule } from '../../src/apparmor/rules/rlimit-rule';
import { AppArmorSignal, SignalRule } from '../../src/apparmor/rules/signal-rule';
import { UnixRule } from '../../src/apparmor/rules/unix-rule';
import { parser } from './apparmor-parser';

// each would allow all files if it were read as a rule
const CARGO = [
  'x r,\n  file,\n  /y',
  'x" r, file, "/y',
  'x\\" r, file, #',
  'x r, file, #',
  'x\u0000 r, file,',
  'x r,\r  file,',
  'x } profile z { file, ',
  'x\u2028file,',
  'x\u202efile,',
  'x\\',
];

const withRules = (...rules: AppArmorRule[]): AppArmorProfile =>
  new AppArmorProfile({ name: 'x', rules: [...rules, FileRule.allow('/end', 'r')] });
const props = (more: Partial<AppArmorProfileProps>): AppArmorProfile =>
  new AppArmorProfile({ name: 'x', rules: [], ...more });
const word = <T>(text: string): T => text as unknown as T;

const PLACES: ReadonlyArray<readonly [string, (cargo: string) => AppArmorProfile]> = [
  ['a name', (c) => props({ name: c })],
  ['a flag', (c) => props({ flags: [word<AppArmorFlag>(c)] })],
  ['the abi', (c) => props({ abi: word<AppArmorAbi>(c) })],
  ['the comment of a profile', (c) => props({ comment: c, rules: [FileRule.allow('/end', 'r')] })],
  ['the name of a variable', (c) => props({ variables: { [c]: ['/a'] } })],
  ['the value of a variable', (c) => props({ variables: { X: [`/${c}`] }, rules: [FileRule.allow('@{X}', 'r')] })],
  ['an include', () => props({ includes: [word<AppArmorInclude>('x')] })],
  ['the path of an include', (c) => props({ includes: [AppArmorInclude.ifExists(c)] })],
  ['the name of an abstraction', (c) => props({ includes: [AppArmorInclude.abstraction(c)] })],
  ['the name of a child', (c) => props({ children: [new AppArmorChildProfile({ name: c, rules: [] })] })],
  [
    'the comment of a child',
    (c) =>
      props({ children: [new AppArmorChildProfile({ name: 'y', rules: [FileRule.allow('/end', 'r')], comment: c })] }),
  ],
  ['the comment of a rule', (c) => withRules(FileRule.allow('/a', 'r', { comment: c }))],
  ['the path of a file', (c) => withRules(FileRule.allow(`/${c}`, 'r'))],
  ['the permissions of a file', (c) => withRules(FileRule.allow('/a', c))],
  ['an exec target', (c) => withRules(FileRule.allow('/a', '', { exec: AppArmorExec.profile(c) }))],
  ['a transition', (c) => withRules(FileRule.allow('/a', '', { exec: word<AppArmorExec>(c) }))],
  ['a link', (c) => withRules(new LinkRule({ path: `/${c}`, target: `/${c}` }))],
  ['a capability', (c) => withRules(new CapabilityRule({ capabilities: [word<Capability>(c)] }))],
  ['a family', (c) => withRules(new NetworkRule({ family: word<AppArmorSocketFamily>(c) }))],
  ['a signal', (c) => withRules(new SignalRule({ signals: [word<AppArmorSignal>(c)] }))],
  ['a real-time signal', (c) => withRules(new SignalRule({ realtimeSignals: [word<number>(c)] }))],
  ['the peer of a signal', (c) => withRules(new SignalRule({ peer: c }))],
  ['the peer of a trace', (c) => withRules(new PtraceRule({ peer: c }))],
  ['a unix address', (c) => withRules(new UnixRule({ address: `@${c}` }))],
  ['a unix peer', (c) => withRules(new UnixRule({ peerAddress: `@${c}`, peerLabel: c }))],
  ['the source of a mount', (c) => withRules(new MountRule({ source: c }))],
  ['the option of a mount', (c) => withRules(new MountRule({ options: [word<AppArmorMountOption>(c)] }))],
  ['a file system', (c) => withRules(new MountRule({ fileSystems: [c] }))],
  ['a change of profile', (c) => withRules(new ChangeProfileRule({ target: c, exec: `/${c}` }))],
  ['a limit', (c) => withRules(new RlimitRule({ limit: word<AppArmorRlimit>(c), value: 1 }))],
  ['the value of a limit', (c) => withRules(new RlimitRule({ limit: AppArmorRlimit.NOFILE, value: word<number>(c) }))],
];

describe.each(PLACES)('%s', (_, place) => {
  test.each(CARGO)('keeps %p in its place, or rejects it', (cargo) => {
    const text = rendered(place, cargo);
    if (text === undefined) return;
    expect(text).not.toMatch(/\p{Cc}(?<!\n)|\u2028/u);
    parser.needed(() => {
      expect(parser.names(text).filter((name) => name !== 'x' && name !== 'x//y')).toEqual([]);
      expect(parser.permissions(text, '/anything/else')).toBe('');
    })();
  });
});

test('a backslash at the end of a path does not escape the start of the next rule', () => {
  const text = withRules(FileRule.allow('/a b\\\\', 'r')).render();
  expect(text).toContain('"/a b\\134" r,\n');
  parser.needed(() => expect(parser.permissions(text, '/end')).toBe('r'))();
});

test('a comment that looks like an include is not an include', () => {
  const text = props({ comment: 'include <tunables/global>\n#include <no/such/file>\n\nend', rules: [] }).render();
  expect(text.split('\n').slice(0, 4)).toEqual([
    '# include <tunables/global>',
    '# #include <no/such/file>',
    '#',
    '# end',
  ]);
  parser.needed(() => expect(parser.compiles(text)).toBe(true))();
});

function rendered(place: (cargo: string) => AppArmorProfile, cargo: string): string | undefined {
  try {
    return place(cargo).render();
  } catch (e) {
    expect((e as Error).name).toBe('InputError');
    // an error of several problems has one line for each problem; a value never contains a line break
    expect((e as Error).message).not.toContain(cargo.includes('\n') ? cargo : '\u0000');
    return undefined;
  }
}
