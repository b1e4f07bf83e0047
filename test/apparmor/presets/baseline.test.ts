import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppArmorBaseline } from '../../../src/apparmor/presets/baseline';
import { AppArmorRuleKind } from '../../../src/apparmor/rule';
import { FileRule } from '../../../src/apparmor/rules/file-rule';
import { parser } from '../apparmor-parser';

const baseline = AppArmorBaseline.profile({
  name: 'web',
  executables: ['/usr/local/bin/web'],
  readOnly: ['/etc/web/{,**}'],
  readWrite: ['/data/{,**}'],
});

test('renders the reviewed text', () => {
  expect(baseline.render()).toBe(readFileSync(join(__dirname, 'golden/baseline.apparmor'), 'utf8'));
});

test('allows no capability, mount, trace or change of profile', () => {
  const kinds = baseline.rules.filter((rule) => !rule.denies).map((rule) => rule.kind);
  expect([...new Set(kinds)].sort()).toEqual([
    AppArmorRuleKind.FILE,
    AppArmorRuleKind.NETWORK,
    AppArmorRuleKind.SIGNAL,
  ]);
});

test('allows running only the listed programs', () => {
  const run = baseline.rules.filter((rule) => rule instanceof FileRule).filter((rule) => rule.exec !== undefined);
  expect(run.map((rule) => [rule.path, rule.exec?.mode])).toEqual([['/usr/local/bin/web', 'ix']]);
  expect(() => AppArmorBaseline.profile({ name: 'web', executables: [] })).toThrow(
    /list the program that the container runs/,
  );
});

test.each([
  ['the program', '/usr/local/bin/web', 'xrm'],
  ['another program', '/usr/local/bin/other', ''],
  ['a shell', '/usr/bin/dash', ''],
  ['a glibc library', '/usr/lib/x86_64-linux-gnu/libc.so.6', 'rm'],
  ['the musl loader', '/lib/ld-musl-x86_64.so.1', 'rm'],
  ['its configuration', '/etc/web/web.conf', 'r'],
  ['its data', '/data/a/b', 'wrak'],
  ['the password hashes', '/etc/shadow', ''],
  ['the resolver', '/etc/resolv.conf', 'r'],
  ['a service-account token', '/run/secrets/kubernetes.io/serviceaccount/token', ''],
  ['kernel memory', '/proc/kcore', ''],
  ['a kernel tunable', '/proc/sys/kernel/core_pattern', ''],
  ['the processor', '/proc/cpuinfo', 'r'],
  ['the security file system', '/sys/kernel/security/apparmor/profiles', ''],
  ['its cgroup', '/sys/fs/cgroup/memory.max', 'r'],
  ["the runtime's socket", '/run/containerd/containerd.sock', ''],
])('the compiled baseline allows on %s (%s) exactly "%s"', (_, path, permissions) => {
  parser.needed(() => expect(parser.permissions(baseline.render(), path)).toBe(permissions))();
});

test('the compiled baseline allows only the user’s own files below /tmp', () => {
  parser.needed(() => {
    expect(parser.permissions(baseline.render(), '/tmp/x', true)).toBe('wrak');
    expect(parser.permissions(baseline.render(), '/tmp/x', false)).toBe('');
  })();
});

test('an extension cannot allow what the baseline denies', () => {
  const careless = baseline.extend({ name: 'careless', rules: [FileRule.allowEverything()] });
  parser.needed(() => {
    expect(parser.permissions(careless.render(), '/etc/shadow')).toBe('xwrakm');
    for (const path of ['/proc/kcore', '/run/containerd/containerd.sock', '/sys/kernel/security/x']) {
      expect(parser.permissions(careless.render(), path)).not.toMatch(/[rw]/);
    }
    expect(parser.permissions(careless.render(), '/proc/sys/kernel/core_pattern')).not.toContain('w');
  })();
});
