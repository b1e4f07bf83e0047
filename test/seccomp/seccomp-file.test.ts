import * as fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { InputError } from '../../src/diagnostics/input-error';
import { Capability } from '../../src/host/capability';
import { SeccompAction } from '../../src/seccomp/action';
import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { SeccompOperator } from '../../src/seccomp/operator';
import { SeccompProfile } from '../../src/seccomp/profile';
import { SeccompFile } from '../../src/seccomp/seccomp-file';
import { SeccompSyntaxError } from '../../src/diagnostics/profile-syntax-error';
import { everything, profileProps } from './profiles';

/** Profile in the format of container engines, with keys that only they read and an unknown key. */
const ENGINE = `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 38,
  "defaultErrno": "ENOSYS",
  "archMap": [
    {
      "architecture": "SCMP_ARCH_X86_64",
      "subArchitectures": [
        "SCMP_ARCH_X86",
        "SCMP_ARCH_X32"
      ]
    },
    {
      "architecture": "SCMP_ARCH_AARCH64",
      "subArchitectures": [
        "SCMP_ARCH_ARM"
      ]
    }
  ],
  "x-vendor": {
    "limit": 18446744073709551615,
    "ratio": 1.50
  },
  "syscalls": [
    {
      "names": [
        "read",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW",
      "args": null,
      "comment": "for all",
      "includes": {},
      "excludes": {}
    },
    {
      "names": [
        "bpf",
        "mount"
      ],
      "action": "SCMP_ACT_ALLOW",
      "includes": {
        "caps": [
          "CAP_SYS_ADMIN"
        ]
      }
    },
    {
      "names": [
        "bpf"
      ],
      "action": "SCMP_ACT_ERRNO",
      "errno": "EPERM",
      "excludes": {
        "caps": [
          "CAP_SYS_ADMIN",
          "CAP_BPF"
        ]
      }
    },
    {
      "names": [
        "ptrace"
      ],
      "action": "SCMP_ACT_ALLOW",
      "includes": {
        "minKernel": "4.8"
      }
    },
    {
      "name": "cacheflush",
      "action": "SCMP_ACT_ALLOW",
      "includes": {
        "arches": [
          "arm",
          "arm64"
        ]
      }
    },
    {
      "names": [
        "clone"
      ],
      "action": "SCMP_ACT_ALLOW",
      "args": [
        {
          "index": 0,
          "value": 18446744073709551615,
          "valueTwo": 0,
          "op": "SCMP_CMP_MASKED_EQ"
        }
      ]
    }
  ]
}
`;

const engine = SeccompFile.parse(ENGINE, 'profiles/engine.json');
const rulesOf = (file: SeccompFile): string[] =>
  file.rules.map(({ names, action, errnoRet }) =>
    [...names, action, errnoRet].filter((x) => x !== undefined).join(' '),
  );

test("writes back a container engine's profile byte for byte", () => {
  expect(engine.render()).toBe(ENGINE);
});

test('writes back the profile of containers-common byte for byte', () => {
  const path = '/usr/share/containers/seccomp.json';
  if (!existsSync(path)) return console.warn(`not read: ${path} is missing (package golang-github-containers-common)`);
  const text = readFileSync(path, 'utf8');
  const file = SeccompFile.parse(text, path);
  expect(file.render()).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  // it allows setns for all containers, and denies it for those without CAP_SYS_ADMIN
  expect(file.lint().filter(({ rule }) => rule === 'contradicting-rules')).toMatchObject([
    { message: expect.stringContaining('"setns"') },
  ]);
  const resolved = file
    .resolve({ architecture: SeccompArchitecture.X86_64 })
    .restrict(['setns'])
    .toProfile({ name: 'default' });
  expect(resolved.architectures).toEqual(['SCMP_ARCH_X32', 'SCMP_ARCH_X86', 'SCMP_ARCH_X86_64']);
});

test('exposes the content of the file', () => {
  expect(engine.name).toBe('engine');
  expect(engine.architectures).toEqual([
    'SCMP_ARCH_X86_64',
    'SCMP_ARCH_X86',
    'SCMP_ARCH_X32',
    'SCMP_ARCH_AARCH64',
    'SCMP_ARCH_ARM',
  ]);
  expect(engine.rules[0]).toMatchObject({
    names: ['read', 'write'],
    comment: 'for all',
    includes: undefined,
    args: [],
  });
  expect(engine.rules[1]).toMatchObject({ includes: { caps: ['CAP_SYS_ADMIN'], arches: [] }, line: 36 });
  expect(engine.rules[4]?.names).toEqual(['cacheflush']);
  expect(engine.rules[5]?.args).toEqual([
    { index: 0, op: 'SCMP_CMP_MASKED_EQ', value: '18446744073709551615', valueTwo: '0' },
  ]);
});

test('a typed profile is read back from its file', () => {
  fc.assert(
    fc.property(profileProps, (props) => {
      const profile = new SeccompProfile(props);
      const file = SeccompFile.of(profile);
      expect(file.render()).toBe(profile.render());
      expect(file.toProfile({ localhostProfile: profile.localhostProfile }).render()).toBe(profile.render());
    }),
  );
  const all = new SeccompProfile(everything);
  expect(SeccompFile.of(all).toProfile().render()).toBe(all.render());
});

test.each([
  ['', 'web.json:1:1: expected a value, found the end of the text'],
  ['[]', 'web.json:1:1: a seccomp profile must be an object, got a list'],
  ['{\n  "syscalls": {}\n}', 'web.json:2:15: syscalls must be a list, got an object'],
  ['{"syscalls": [1]}', 'web.json:1:15: syscalls[0] must be an object, got a number'],
  ['{"syscalls": [{"names": "read"}]}', 'web.json:1:25: syscalls[0].names must be a list, got a text'],
  ['{"syscalls": [{"names": ["read", 1]}]}', 'web.json:1:34: syscalls[0].names[1] must be a text, got a number'],
  ['{"defaultAction": 1}', 'web.json:1:19: defaultAction must be a text, got a number'],
  ['{"architectures": [[]]}', 'web.json:1:20: architectures[0] must be a text, got a list'],
  [
    '{"syscalls": [{"names": ["a"], "args": [{"value": 1.5}]}]}',
    'web.json:1:51: syscalls[0].args[0].value must be a whole number',
  ],
  [
    '{"syscalls": [{"names": ["a"], "includes": []}]}',
    'web.json:1:44: syscalls[0].includes must be an object, got a list',
  ],
])('rejects %s with its position', (text, message) => {
  expect(() => SeccompFile.parse(text, 'web.json')).toThrow(SeccompSyntaxError);
  expect(() => SeccompFile.parse(text, 'web.json')).toThrow(message);
});

describe('an extended file', () => {
  test('with an allowed call replaces the rules for the call, and keeps everything else', () => {
    const file = engine.extend({ allow: ['bpf', 'openat'] });
    expect(rulesOf(file)).toEqual([
      'read write SCMP_ACT_ALLOW',
      'mount SCMP_ACT_ALLOW',
      'ptrace SCMP_ACT_ALLOW',
      'cacheflush SCMP_ACT_ALLOW',
      'clone SCMP_ACT_ALLOW',
      'bpf openat SCMP_ACT_ALLOW',
    ]);
    const untouched = ENGINE.slice(0, ENGINE.indexOf('"syscalls"'));
    expect(file.render().startsWith(untouched)).toBe(true);
    expect(file.rules[1]!.includes).toEqual(engine.rules[1]!.includes);
  });

  test('with a rule with 64-bit values has every digit', () => {
    const file = engine.extend({
      rules: [
        {
          names: ['ioctl'],
          action: SeccompAction.ALLOW,
          args: [{ index: 1, op: SeccompOperator.EQ, value: '0xffffffffffffffff' }],
        },
      ],
      architectures: [SeccompArchitecture.ARM, SeccompArchitecture.RISCV64],
    });
    expect(file.render()).toContain('"value": 18446744073709551615,');
    expect(file.render()).toMatch(/"architectures": \[\s+"SCMP_ARCH_RISCV64"\s+\]/);
  });

  test('without additions is unchanged', () => {
    expect(engine.extend({}).render()).toBe(ENGINE);
  });

  test.each([
    [
      { rules: [{ names: ['read'], action: SeccompAction.ERRNO }] },
      /"read" is SCMP_ACT_ALLOW on line 27 for all arguments/,
    ],
    [{ allow: ['Read'] }, /the name of a system call has only lower-case letters/],
    [
      { allow: ['kill'], rules: [{ names: ['kill'], action: SeccompAction.ERRNO }] },
      /"kill" is already allowed for all arguments/,
    ],
  ])('cannot have the additions %j', (options, words) => {
    expect(() => engine.extend(options)).toThrow(words);
  });
});

describe('a restricted file', () => {
  test('has the call in no rule that allows it, and keeps the rules that deny it', () => {
    expect(rulesOf(engine.restrict(['bpf', 'read', 'ptrace']))).toEqual([
      'write SCMP_ACT_ALLOW',
      'mount SCMP_ACT_ALLOW',
      'bpf SCMP_ACT_ERRNO',
      'cacheflush SCMP_ACT_ALLOW',
      'clone SCMP_ACT_ALLOW',
    ]);
  });

  test('denies the calls if the default action allows them', () => {
    const open = SeccompFile.parse('{"defaultAction":"SCMP_ACT_ALLOW"}');
    expect(rulesOf(open.restrict(['bpf', 'acct', 'bpf']))).toEqual(['acct bpf SCMP_ACT_ERRNO']);
  });

  test('allows the calls again after an extension', () => {
    const again = engine.restrict(['read', 'write']).extend({ allow: ['read', 'write'] });
    expect(rulesOf(again).at(-1)).toBe('read write SCMP_ACT_ALLOW');
  });
});

describe('a resolved file', () => {
  const common = ['read write SCMP_ACT_ALLOW'];

  test('for a container without capabilities has no rules for other containers, and no keys that runtimes ignore', () => {
    const file = engine.resolve({ architecture: SeccompArchitecture.X86_64 });
    expect(rulesOf(file)).toEqual([...common, 'bpf SCMP_ACT_ERRNO 1', 'ptrace SCMP_ACT_ALLOW', 'clone SCMP_ACT_ALLOW']);
    expect(file.architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']);
    expect(file.defaultErrnoRet).toBe(38);
    expect(file.render()).not.toMatch(/archMap|includes|excludes|"errno"|defaultErrno"/);
    expect(file.lint().map(({ rule }) => rule)).not.toContain('engine-form');
  });

  test('has the rules for a capability, a machine and an old kernel', () => {
    const file = engine.resolve({
      architecture: SeccompArchitecture.AARCH64,
      capabilities: [Capability.SYS_ADMIN],
      kernel: '4.7.9',
    });
    expect(rulesOf(file)).toEqual([
      ...common,
      'bpf mount SCMP_ACT_ALLOW',
      'cacheflush SCMP_ACT_ALLOW',
      'clone SCMP_ACT_ALLOW',
    ]);
    expect(file.architectures).toEqual(['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']);
  });

  test('has no rule that excludes one of the capabilities, and has one for exactly the kernel version', () => {
    const file = engine.resolve({
      architecture: SeccompArchitecture.X86_64,
      capabilities: [Capability.BPF],
      kernel: '4.8',
    });
    expect(rulesOf(file)).toEqual([...common, 'ptrace SCMP_ACT_ALLOW', 'clone SCMP_ACT_ALLOW']);
  });

  test('cannot have the unknown name of an error', () => {
    const file = SeccompFile.parse('{"defaultErrno":"EWHAT"}');
    expect(() => file.resolve({ architecture: SeccompArchitecture.ARM })).toThrow(
      /defaultErrno on line 1 must be the name of a known error, got "EWHAT"/,
    );
  });
});

test('rejects a typed profile from a file with keys that runtimes ignore', () => {
  expect(() => engine.toProfile()).toThrow(/runtimes do not read the key "archMap"/);
  expect(() => SeccompFile.parse('{"syscalls":[]}').toProfile()).toThrow(/defaultAction is missing/);
});

describe('values with the wrong type', () => {
  const wrong = ['null', 'true', '1', '"constructor"', '"__proto__"', '"toString"', '[]', '["a"]', '[null]', '{}'];
  const places = [
    '"defaultAction": VALUE',
    '"defaultErrno": VALUE',
    '"defaultErrnoRet": VALUE',
    '"architectures": VALUE',
    '"archMap": VALUE',
    '"archMap": [{"architecture": VALUE}]',
    '"archMap": [{"subArchitectures": VALUE}]',
    '"flags": VALUE',
    '"listenerPath": VALUE',
    '"listenerMetadata": VALUE',
    '"syscalls": VALUE',
    ...['name', 'names', 'action', 'errno', 'errnoRet', 'args', 'comment', 'includes', 'excludes'].map(
      (key) => `"syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "${key}": VALUE}]`,
    ),
    ...['index', 'value', 'valueTwo', 'op'].map(
      (key) => `"syscalls": [{"names": ["read"], "args": [{"${key}": VALUE}]}]`,
    ),
    ...['arches', 'caps', 'minKernel'].map((key) => `"syscalls": [{"names": ["read"], "includes": {"${key}": VALUE}}]`),
    ...['constructor', '__proto__', 'toString'].map((key) => `"${key}": VALUE`),
  ];

  test.each(places)('are read or rejected with their place: %s', (place) => {
    for (const value of wrong) {
      const text = `{\n${place.replace('VALUE', value)}\n}`;
      const steps = [
        () => SeccompFile.parse(text).lint(),
        () => SeccompFile.parse(text).resolve({ architecture: SeccompArchitecture.AARCH64 }).toProfile(),
      ];
      for (const step of steps) {
        try {
          step();
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }
    }
  });

  test.each([
    ['{"defaultErrno": ["EPERM"]}', 'profile.json:1:18: defaultErrno must be a text, got a list'],
    ['{"syscalls": [{"errno": ["EPERM"]}]}', 'profile.json:1:25: syscalls[0].errno must be a text, got a list'],
    ['{"syscalls": [{"args": {}}]}', 'profile.json:1:24: syscalls[0].args must be a list, got an object'],
  ])('%s is rejected', (text, message) => {
    expect(() => SeccompFile.parse(text)).toThrow(message);
  });

  test.each(['constructor', '__proto__', 'toString'])('no error has the name %s', (name) => {
    const file = SeccompFile.parse(`{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "${name}"}`);
    expect(() => file.resolve({ architecture: SeccompArchitecture.X86_64 })).toThrow(
      /must be the name of a known error/,
    );
  });
});
