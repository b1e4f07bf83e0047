import { MOST_PROFILE_FINDINGS } from '../../../src/diagnostics/profile-finding';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SECCOMP_LINTS } from '../../../src/seccomp/lint/lints';
import { SeccompFile } from '../../../src/seccomp/seccomp-file';

const FOLDER = join(__dirname, '../../../src/seccomp/lint');

function found(text: string): string[] {
  return SeccompFile.parse(text)
    .lint()
    .map(({ rule }) => rule);
}

test('every file of the folder is a listed lint with the same name', () => {
  const files = readdirSync(FOLDER).filter(
    (file) => !['lint.ts', 'lints.ts', 'example.ts', 'subject.ts'].includes(file),
  );
  expect(SECCOMP_LINTS.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
});

test.each(SECCOMP_LINTS.map((lint) => [lint.id, lint] as const))(
  '%s finds its bad example, and its good example has no findings',
  (id, lint) => {
    expect(found(lint.bad)).toContain(id);
    expect(found(lint.good)).toEqual([]);
  },
);

const LEAST = '{"names":["execve","exit","exit_group","rt_sigreturn"],"action":"SCMP_ACT_ALLOW"}';
const file = (...rules: string[]): string =>
  `{"defaultAction":"SCMP_ACT_ERRNO",\n"syscalls":[${[LEAST, ...rules].join(',\n')}]}`;

test('a finding points to the line of the system call', () => {
  const text = file('{"names":[\n"read",\n"bpf"],"action":"SCMP_ACT_ALLOW"}');
  expect(SeccompFile.parse(text, 'a/web.json').lint()).toEqual([
    {
      rule: 'dangerous-call',
      severity: 'high',
      profile: 'web',
      line: 5,
      message: '"bpf" is allowed: it loads programs into the kernel',
      fix: expect.stringContaining('bpf'),
    },
  ]);
});

test.each([
  ['a deny rule', '{"names":["bpf"],"action":"SCMP_ACT_ERRNO"}', []],
  [
    'an allow rule with a capability',
    '{"names":["bpf"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_BPF"]}}',
    ['engine-form'],
  ],
  [
    'an allow rule for a machine',
    '{"names":["bpf"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["amd64"]}}',
    ['engine-form', 'dangerous-call'],
  ],
  ['a rule that logs', '{"names":["bpf"],"action":"SCMP_ACT_LOG"}', ['dangerous-call']],
  [
    'an allow rule with a condition',
    '{"names":["personality"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":0,"op":"SCMP_CMP_EQ"}]}',
    [],
  ],
])('%s for a dangerous call', (_what, rule, rules) => {
  expect(found(file(rule)).sort()).toEqual([...rules].sort());
});

test.each([
  ['masks only other bits', '"index":0,"value":1,"valueTwo":0', ['new-namespaces']],
  ['masks all namespace flags and more', '"index":0,"value":2114060289,"valueTwo":0', []],
])('clone under a condition that %s', (_what, arg, rules) => {
  expect(
    found(file(`{"names":["clone"],"action":"SCMP_ACT_ALLOW","args":[{${arg},"op":"SCMP_CMP_MASKED_EQ"}]}`)),
  ).toEqual(rules);
});

test('reports clone under another condition, and clone3', () => {
  const arg = (value: number): string => `"args":[{"index":0,"value":${value},"valueTwo":0,"op":"SCMP_CMP_MASKED_EQ"}]`;
  expect(found(file(`{"names":["clone"],"action":"SCMP_ACT_ALLOW",${arg(0x10000000)}}`))).toEqual(['new-namespaces']);
  expect(found(file('{"names":["clone3"],"action":"SCMP_ACT_ALLOW"}'))).toEqual(['new-namespaces']);
});

test.each([
  [
    '"SCMP_ARCH_AARCH64","SCMP_ARCH_ARM"',
    '{"names":["arch_prctl","sigreturn"],"action":"SCMP_ACT_ALLOW"}',
    ['unknown-call low'],
  ],
  [
    '"SCMP_ARCH_X86_64","SCMP_ARCH_X86","SCMP_ARCH_X32"',
    '{"names":["arch_prctl","sigreturn"],"action":"SCMP_ACT_ALLOW"}',
    [],
  ],
])('a call that does not exist on %s has a lower severity than an unknown call', (architectures, rule, ids) => {
  const text = file(rule).replace('{', `{"architectures":[${architectures}],`);
  expect(
    SeccompFile.parse(text)
      .lint()
      .map((each) => `${each.rule} ${each.severity}`),
  ).toEqual(ids);
});

test('reports an essential call that a rule denies', () => {
  const text = file()
    .replace('"exit",', '')
    .replace('"syscalls":[', '"syscalls":[{"names":["exit"],"action":"SCMP_ACT_KILL_PROCESS"},');
  expect(SeccompFile.parse(text).lint()).toMatchObject([
    { rule: 'missing-essentials', message: expect.stringMatching(/^no rule allows exit \(/) },
  ]);
});

test('the severity of an engine’s condition depends on what every container would get without it', () => {
  const text = file(
    '{"names":["sync"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_BPF"]}}',
    '{"names":["fsync"],"action":"SCMP_ACT_ERRNO","excludes":{"caps":["CAP_BPF"]}}',
  ).replace('{', '{"archMap":[],');
  expect(
    SeccompFile.parse(text)
      .lint()
      .map(({ rule, severity }) => `${rule} ${severity}`),
  ).toEqual(['engine-form low', 'engine-form high', 'engine-form low']);
});

test('reports a default that returns success', () => {
  expect(found(file().replace('{', '{"defaultErrnoRet":0,'))).toEqual(['success-unseen']);
});

test('reports a duplicate key at its second occurrence', () => {
  const text = file('{"names":["kill"],\n"action":"SCMP_ACT_ALLOW",\n"action":"SCMP_ACT_ERRNO"}');
  expect(SeccompFile.parse(text).lint()).toMatchObject([{ rule: 'unknown-key', line: 5 }]);
});

test('reports what the typed model rejects at the line of the rule', () => {
  const twice = '{"index":0,"value":1,"op":"SCMP_CMP_EQ"},{"index":0,"value":2,"op":"SCMP_CMP_EQ"}';
  const text = file(
    `{"names":["kill"],"action":"SCMP_ACT_ALLOW",\n"args":[${twice}]}`,
    '{"names":[],"action":"SCMP_ACT_ALLOW"}',
  );
  expect(SeccompFile.parse(text).lint()).toMatchObject([
    { rule: 'refused-by-runtime', line: 3, message: expect.stringContaining('argument 0 already has a condition') },
    { rule: 'refused-by-runtime', line: 5, message: expect.stringContaining('must have at least one system call') },
  ]);
});

test('reports a missing default action once, and nothing else', () => {
  expect(found('{"syscalls":[]}')).toEqual(['refused-by-runtime']);
});

test('the first of two rules without conditions overrides the second', () => {
  const text = file('{"names":["kill"],\n"action":"SCMP_ACT_ERRNO"}', '{"names":["kill"],"action":"SCMP_ACT_ALLOW"}');
  expect(SeccompFile.parse(text).lint()).toMatchObject([
    {
      rule: 'contradicting-rules',
      line: 5,
      message: expect.stringContaining('"kill" already has SCMP_ACT_ERRNO on line 3'),
    },
  ]);
});

test('checks the keys of every object, and suggests the right case', () => {
  const text = file(
    '{"Names":["kill"],"names":["kill"],"action":"SCMP_ACT_ERRNO","args":[{"index":0,"value":0,"op":"SCMP_CMP_EQ","mask":1}],"includes":{"cap":[]}}',
  );
  expect(
    SeccompFile.parse(text)
      .lint()
      .map(({ fix }) => fix),
  ).toEqual(['use "names"', expect.stringContaining('index, value'), expect.stringContaining('arches, caps')]);
});

test('reports socketcall as the equivalent of a denied socket where it exists', () => {
  const text = (arch: string): string =>
    `{"defaultAction":"SCMP_ACT_ALLOW","architectures":["${arch}"],"syscalls":[{"names":["socket"],"action":"SCMP_ACT_ERRNO"}]}`;
  expect(found(text('SCMP_ARCH_X86'))).toContain('open-twin');
  expect(found(text('SCMP_ARCH_AARCH64'))).not.toContain('open-twin');
});

test('lists the first findings of a hundred thousand misspelled names, and counts the others', () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `"no_such_call_${i}"`);
  const findings = SeccompFile.parse(file(`{"names":[${names.join(',')}],"action":"SCMP_ACT_ALLOW"}`)).lint();
  expect(findings).toHaveLength(MOST_PROFILE_FINDINGS + 1);
  expect(findings.at(-1)).toMatchObject({
    rule: 'too-many-findings',
    message: '99000 more findings are not listed: 99000 medium',
  });
});

test.each([
  ['an unknown name', '"defaultErrno": "EFOO"', ['engine-form medium']],
  ['a name that only some engines read', '"defaultErrno": "ENOSYS"', ['engine-form low']],
  ['a name beside its number', '"defaultErrno": "ENOSYS", "defaultErrnoRet": 38', []],
  ['a rule with an unknown name', '"comment": ""', ['engine-form medium'], '"errno": "EFOO"'],
])('finds a default error with %s', (_, key, expected, ofRule = '"comment": ""') => {
  const rules = `[{"names": ["execve", "exit", "exit_group", "rt_sigreturn"], "action": "SCMP_ACT_ALLOW"}, {"names": ["sync"], "action": "SCMP_ACT_ERRNO", ${ofRule}}]`;
  const text = `{"defaultAction": "SCMP_ACT_ERRNO", ${key}, "syscalls": ${rules}}`;
  const forms = SeccompFile.parse(text)
    .lint()
    .filter(({ rule }) => rule === 'engine-form');
  expect(forms.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(expected);
});
