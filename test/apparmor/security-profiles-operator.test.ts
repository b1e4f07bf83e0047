import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AppArmorBaseline } from '../../src/apparmor/presets/baseline';
import { AppArmorChildProfile } from '../../src/apparmor/child-profile';
import { AppArmorFlag } from '../../src/apparmor/flag';
import { AppArmorInclude } from '../../src/apparmor/include';
import type { AppArmorProfileProps } from '../../src/apparmor/profile';
import { AppArmorProfile } from '../../src/apparmor/profile';
import type { AppArmorRule } from '../../src/apparmor/rule';
import { CapabilityRule } from '../../src/apparmor/rules/capability-rule';
import { Capability } from '../../src/host/capability';
import { AppArmorExec } from '../../src/apparmor/rules/exec-transition';
import { FileRule } from '../../src/apparmor/rules/file-rule';
import { MountRule } from '../../src/apparmor/rules/mount-rule';
import {
  AppArmorProtocol,
  AppArmorSocketFamily,
  AppArmorSocketType,
  NetworkRule,
} from '../../src/apparmor/rules/network-rule';
import { PtraceRule } from '../../src/apparmor/rules/ptrace-rule';
import { AppArmorRlimit, RlimitRule } from '../../src/apparmor/rules/rlimit-rule';
import { SignalRule } from '../../src/apparmor/rules/signal-rule';
import { UnixRule } from '../../src/apparmor/rules/unix-rule';
import { securityProfilesOperatorManifest } from '../../src/apparmor/security-profiles-operator';

const base = [AppArmorInclude.abstraction('base')];
const make = (rules: AppArmorRule[], more: Partial<AppArmorProfileProps> = {}): AppArmorProfile =>
  new AppArmorProfile({ name: 'web', includes: base, rules, ...more });
const convert = (rules: AppArmorRule[], more: Partial<AppArmorProfileProps> = {}): Record<string, unknown> =>
  securityProfilesOperatorManifest(make(rules, more));

const everything = [
  FileRule.allow('/usr/bin/web', 'r', { exec: AppArmorExec.inherit() }),
  FileRule.allow('/opt/lib/*.so', 'mr'),
  FileRule.allow('/etc/web/**', 'r'),
  FileRule.allow('/var/log/web/*', 'wlk'),
  FileRule.allow('/data/**', 'rwlk'),
  FileRule.deny('@{PROC}/kcore', 'rwlkx'),
  new MountRule({ deny: true }),
  new NetworkRule({ protocol: AppArmorProtocol.TCP }),
  new NetworkRule({ type: AppArmorSocketType.RAW, deny: true }),
  new CapabilityRule({ capabilities: [Capability.CHOWN] }),
  new CapabilityRule({ capabilities: [Capability.SETUID, Capability.CHOWN] }),
];

test('a profile that the operator supports keeps every part', () => {
  expect(convert(everything)).toEqual({
    apiVersion: 'security-profiles-operator.x-k8s.io/v1',
    kind: 'AppArmorProfile',
    metadata: { name: 'web' },
    spec: {
      mode: 'Enforce',
      abstract: {
        executable: { allowedExecutables: ['/usr/bin/web'], allowedLibraries: ['/opt/lib/*.so'] },
        filesystem: {
          readOnlyPaths: ['/etc/web/**'],
          writeOnlyPaths: ['/var/log/web/*'],
          readWritePaths: ['/data/**'],
        },
        network: { allowRaw: false, allowedProtocols: { allowTcp: true, allowUdp: false } },
        capability: { allowedCapabilities: ['chown', 'setuid'] },
      },
    },
  });
});

test('the schema contains every field', () => {
  const crd = parse(
    readFileSync(join(__dirname, '../../crds/security-profiles-operator.x-k8s.io_apparmorprofiles.yaml'), 'utf8'),
  );
  const schema = crd.spec.versions.find((version: { name: string }) => version.name === 'v1').schema.openAPIV3Schema;
  const unknown = (value: unknown, at: any, path: string): string[] =>
    typeof value !== 'object' ||
    Array.isArray(value) ||
    value === null ||
    at.type !== 'object' ||
    at.properties === undefined
      ? []
      : Object.entries(value).flatMap(([key, inner]) =>
          at.properties[key] === undefined ? [`${path}.${key}`] : unknown(inner, at.properties[key], `${path}.${key}`),
        );
  expect(unknown(convert(everything), schema, '')).toEqual([]);
  expect(crd.spec.scope).toBe('Cluster');
});

test('the flag complain becomes the mode Complain', () => {
  const flags = [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED, AppArmorFlag.COMPLAIN];
  expect(convert([], { flags })).toMatchObject({ spec: { mode: 'Complain' } });
});

test.each<[string, AppArmorRule, RegExp]>([
  ['a deny rule', FileRule.deny('/x', 'r'), /deny \/x r, is not supported: the operator has no deny rules/],
  ['audit', FileRule.allow('/x', 'r', { audit: true }), /has no audit/],
  ['owner', FileRule.allow('/x', 'r', { owner: true }), /has no owner/],
  [
    'another transition',
    FileRule.allow('/x', 'r', { exec: AppArmorExec.profile('a') }),
    /only has executions that inherit/,
  ],
  [
    'permissions that would widen',
    FileRule.allow('/x', 'rw'),
    /\/x rw, is not supported: the operator only has lists for the permissions r, wlk, rwlk, mr, rix, mrix/,
  ],
  ['every file', FileRule.allowEverything(), /only has lists for the permissions/],
  ['a choice', FileRule.allow('/{a,b}', 'r'), /the operator only accepts paths/],
  ['a class', FileRule.allow('/[ab]', 'r'), /the operator only accepts paths/],
  ['a space', FileRule.allow('/a b', 'r'), /the operator only accepts paths/],
  ['a variable first', FileRule.allow('@{PROC}/stat', 'r'), /the operator only accepts paths/],
  ['a mount', new MountRule(), /the operator has no mount rules/],
  ['a signal', new SignalRule({}), /the operator has no signal rules/],
  ['a trace', new PtraceRule({}), /the operator has no ptrace rules/],
  ['a unix socket', new UnixRule({}), /the operator has no unix rules/],
  ['a limit', new RlimitRule({ limit: AppArmorRlimit.NOFILE, value: 1 }), /the operator has no rlimit rules/],
  [
    'a family',
    new NetworkRule({ family: AppArmorSocketFamily.INET, protocol: AppArmorProtocol.TCP }),
    /would allow all of them/,
  ],
  ['every network', new NetworkRule({}), /the operator only has tcp, udp and raw/],
  ['every capability', new CapabilityRule({}), /cannot allow all of them/],
  [
    'a capability that brings mounts',
    new CapabilityRule({ capabilities: [Capability.SYS_RAWIO] }),
    /also allows mounting/,
  ],
])('%s is rejected, never dropped', (_, rule, message) => {
  expect(() => convert([rule])).toThrow(message);
});

test.each<[string, Partial<AppArmorProfileProps>, RegExp]>([
  ['no base abstraction', { includes: [] }, /includes lack abstractions\/base/],
  [
    'another include',
    { includes: [...base, AppArmorInclude.ifExists('local/web')] },
    /include <local\/web> is not supported/,
  ],
  ['flags that the operator would add', { flags: [] }, /flags lack attach_disconnected, mediate_deleted/],
  [
    'flags that it has not',
    { flags: [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED, AppArmorFlag.KILL] },
    /flags kill are not supported/,
  ],
  ['a variable', { variables: { A: ['/a/'] } }, /variable @\{A\} is not supported/],
  ['a child', { children: [new AppArmorChildProfile({ name: 'c', rules: [] })] }, /child "c" is not supported/],
  ['a name that is not an object name', { name: 'Web_1' }, /name must be the name of an object: [^]*, got "Web_1"/],
])('%s is rejected, never dropped', (_, more, message) => {
  expect(() => convert([], more)).toThrow(message);
});

describe("the operator's own deny rules", () => {
  test('must not override a rule for writing', () => {
    expect(() => convert([FileRule.allow('/**', 'r'), FileRule.allow('/data/**', 'rwlk')])).toThrow(
      /\/\*\* r, would be in readOnlyPaths, for which the operator also denies writing: that would override \/data\/\*\* rwlk,/,
    );
    expect(() => convert([FileRule.allow('/dev/*', 'r')])).toThrow(
      /would override \/dev\/\{full,log,null,zero\} of abstractions\/base/,
    );
    expect(() => convert([FileRule.allow('/etc/**', 'r'), FileRule.allow('/data/**', 'rwlk')])).not.toThrow();
  });

  test('must not override a rule for reading', () => {
    expect(() => convert([FileRule.allow('/data/**', 'wlk'), FileRule.allow('/data/in/*', 'r')])).toThrow(
      /writeOnlyPaths, for which the operator also denies reading/,
    );
    expect(() => convert([FileRule.allow('/**', 'wlk')])).toThrow(/of abstractions\/base/);
  });
});

test('rejects raw sockets that are both allowed and denied', () => {
  const raw = { type: AppArmorSocketType.RAW };
  expect(() => convert([new NetworkRule(raw), new NetworkRule({ ...raw, deny: true })])).toThrow(
    /both allowed and denied/,
  );
  expect(convert([new NetworkRule(raw)])).toMatchObject({ spec: { abstract: { network: { allowRaw: true } } } });
});

test('rejects the baseline, with every reason', () => {
  const profile = AppArmorBaseline.profile({ name: 'web', executables: ['/web'] });
  try {
    securityProfilesOperatorManifest(profile);
    throw new Error('it fitted');
  } catch (e) {
    const { message } = e as Error;
    for (const rule of profile.rules.filter((r) => r.denies && !/@\{PROC\}\/\* w/.test(r.render())))
      expect(message).toContain(rule.render());
  }
});
