import fc from 'fast-check';
import type { Finding } from '../../../../src/policy/finding';
import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { jsonLines } from '../../../../src/policy/rules/profiles/json-lines';
import { findingsOf } from '../../judging';

const GROUP = 'security-profiles-operator.x-k8s.io';

/** Returns the findings of a rule, each as `severity path | start of its value`. */
function found(rule: string, ...manifests: string[]): string[] {
  return findings(rule, ...manifests)
    .map(({ severity, path, value = '' }) => `${severity} ${path} | ${value.split(' in ')[0]}`)
    .sort();
}

function findings(rule: string, ...manifests: string[]): Finding[] {
  return findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n')).filter((each) => each.rule === rule);
}

function appArmor(spec: string, version = 'v1'): string {
  return `{apiVersion: ${GROUP}/${version}, kind: AppArmorProfile, metadata: {name: sensor}, spec: ${spec}}`;
}

function seccomp(spec: string, metadata = 'name: sensor'): string {
  return `{apiVersion: ${GROUP}/v1, kind: SeccompProfile, metadata: {${metadata}}, spec: ${spec}}`;
}

describe('an AppArmorProfile of the Security Profiles Operator', () => {
  const rule = 'apparmor-profile-lint';

  test.each([
    [
      'narrow lists',
      '{abstract: {executable: {allowedExecutables: [/usr/bin/sensor]}, filesystem: {readWritePaths: [/var/lib/sensor/*]}}}',
      [],
    ],
    ['no lists', '{}', []],
    ['the mode Complain', '{mode: Complain}', ['high /spec/mode | complain-mode']],
    [
      'every capability of the node',
      '{abstract: {capability: {allowedCapabilities: [chown, sys_admin]}}}',
      ['high /spec/abstract/capability/allowedCapabilities/1 | broad-capability'],
    ],
    [
      'an unknown form of a capability',
      '{abstract: {capability: {allowedCapabilities: [CAP_CHOWN]}}}',
      ['high /spec/abstract/capability/allowedCapabilities/0 | abstract/capability/allowedCapabilities/0'],
    ],
    [
      'raw sockets',
      '{abstract: {network: {allowRaw: true}}}',
      ['medium /spec/abstract/network/allowRaw | broad-network'],
    ],
    [
      'a path that the operator rejects',
      '{abstract: {filesystem: {readOnlyPaths: ["/a,\\n/** rw"]}}}',
      ['high /spec/abstract/filesystem/readOnlyPaths/0 | abstract/filesystem/readOnlyPaths/0'],
    ],
    [
      'a path that is not a text',
      '{abstract: {executable: {allowedLibraries: [7]}}}',
      ['high /spec/abstract/executable/allowedLibraries/0 | abstract/executable/allowedLibraries/0'],
    ],
    [
      'a read-only path that denies writing to another one',
      '{abstract: {filesystem: {readOnlyPaths: [/etc/sensor/*], readWritePaths: [/etc/sensor/state]}}}',
      ['high /spec/abstract/filesystem/readWritePaths/0 | dead-allow'],
    ],
  ])('with %s', (_, spec, expected) => {
    expect(found(rule, appArmor(spec))).toEqual(expected);
  });

  test('with a text is judged line by line', () => {
    const policy = 'abi <abi/3.0>,\\nprofile sensor {\\n  include <abstractions/base>\\n  /bin/sh ux,\\n}\\n';
    const places = findings(rule, appArmor(`{policy: "${policy}"}`, 'v1alpha1')).map(({ path, value, message }) => [
      path,
      value,
      /line \d+ of policy/.exec(message)?.[0],
    ]);
    expect(places.map(([path, value, line]) => [path, value?.split(' in ')[0], line])).toContainEqual([
      '/spec/policy',
      'unconfined-exec',
      'line 4 of policy',
    ]);
  });

  test('has one value for each finding of the same lint', () => {
    const spec = '{abstract: {filesystem: {readWritePaths: [/**, /etc/**]}}}';
    const values = findings(rule, appArmor(spec)).map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values.length).toBeGreaterThan(2);
  });

  test('of another group is not judged', () => {
    expect(found(rule, appArmor('{mode: Complain}').replace(GROUP, 'example.com'))).toEqual([]);
  });
});

describe('a SeccompProfile of the Security Profiles Operator', () => {
  const rule = 'seccomp-profile-lint';
  const essential = '{names: [execve, exit, exit_group, rt_sigreturn, sigreturn], action: SCMP_ACT_ALLOW}';
  const denying = (more: string): string =>
    `{defaultAction: SCMP_ACT_ERRNO, architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32], ${more}}`;

  test.each([
    ['narrow rules', denying(`syscalls: [${essential}]`), []],
    ['the fields of the operator', denying(`syscalls: [${essential}], state: Enabled`), []],
    [
      'a default that allows',
      '{defaultAction: SCMP_ACT_ALLOW, architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32]}',
      ['high /spec/defaultAction | allows-by-default'],
    ],
    [
      'a dangerous call',
      denying(`syscalls: [${essential}, {names: [read, bpf], action: SCMP_ACT_ALLOW}]`),
      ['high /spec/syscalls/1/names/1 | dangerous-call'],
    ],
    [
      'no essential calls',
      denying('syscalls: [{names: [read], action: SCMP_ACT_ALLOW}]'),
      ['high /spec/syscalls | missing-essentials'],
    ],
    [
      'a base profile that has the essential calls',
      denying('baseProfileName: runc, syscalls: [{names: [read], action: SCMP_ACT_ALLOW}]'),
      [],
    ],
    ['a value of a wrong type', denying('syscalls: {a: 1}'), ['high /spec/syscalls | sensor.json']],
  ])('with %s', (_, spec, expected) => {
    expect(found(rule, seccomp(spec))).toEqual(expected);
  });
});

describe('a file of the Security Profiles Operator', () => {
  const pod = (path: string): string =>
    `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {securityContext: {seccompProfile: {type: Localhost, localhostProfile: ${path}}}}}`;
  const missing = 'medium /spec/securityContext/seccompProfile/localhostProfile';

  test.each([
    ['operator/sensor.json', 'name: sensor', []],
    ['operator/edge/sensor.json', 'name: sensor, namespace: edge', []],
    ['operator/edge/sensor.json', 'name: sensor', []],
    ['operator/shop/sensor.json', 'name: sensor, namespace: edge', [missing]],
    ['operator/other.json', 'name: sensor', [missing]],
    ['sensor.json', 'name: sensor', [missing]],
    ['operator/a/b/sensor.json', 'name: sensor', [missing]],
  ])('%s comes from the profile with %s', (path, metadata, expected) => {
    const places = found('seccomp-profile-provided', pod(path), seccomp('{defaultAction: SCMP_ACT_ERRNO}', metadata));
    expect(places.map((each) => each.split(' | ')[0])).toEqual(expected);
  });

  test('does not come from a disabled profile', () => {
    const disabled = seccomp('{defaultAction: SCMP_ACT_ERRNO, state: Disabled}');
    expect(found('seccomp-profile-provided', pod('operator/sensor.json'), disabled)).toHaveLength(1);
  });
});

test('each line of a JSON text has the place of its value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const { text, pointerOf } = jsonLines(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      text.split('\n').forEach((_, i) => {
        const steps = pointerOf(i + 1)
          .split('/')
          .slice(1);
        let at: any = value;
        for (const step of steps) at = at[step.replace(/~1/g, '/').replace(/~0/g, '~')];
        expect(at).not.toBe(undefined);
      });
    }),
  );
});
