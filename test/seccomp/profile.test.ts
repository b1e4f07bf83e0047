import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SeccompAction } from '../../src/seccomp/action';
import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { SeccompFlag } from '../../src/seccomp/flag';
import { SeccompOperator } from '../../src/seccomp/operator';
import { SeccompProfile } from '../../src/seccomp/profile';
import type { SeccompProfileProps } from '../../src/seccomp/profile-props';
import { SeccompArgument, SeccompSyscallRule } from '../../src/seccomp/syscall-rule';
import { runs } from '../exhaustive';
import { everything, profileProps } from './profiles';

const { ALLOW, ERRNO, KILL, KILL_PROCESS, KILL_THREAD, LOG, NOTIFY, TRACE } = SeccompAction;
const { EQ, GE, LE, MASKED_EQ } = SeccompOperator;

const golden = (name: string): string => readFileSync(join(__dirname, 'golden', name), 'utf8');
const profile = (props: Partial<SeccompProfileProps>): SeccompProfile => new SeccompProfile({ name: 'web', ...props });
const rule = (some: Partial<SeccompSyscallRule>): SeccompProfile =>
  profile({ syscalls: [{ names: ['read'], action: ALLOW, ...some }] });
const args = (...some: SeccompArgument[]): SeccompProfile => rule({ args: some });
const value = (some: number | string): SeccompProfile => args({ index: 0, op: EQ, value: some });

/** Reads JSON as a Go program would, with exact integers of any size. */
function readExactly(json: string): any {
  return parse(json, { intAsBigInt: true });
}

describe('the file', () => {
  test('of a minimal profile lets every system call fail', () => {
    expect(profile({}).render()).toBe(golden('least.json.txt'));
  });

  test('of a profile with every property', () => {
    expect(new SeccompProfile(everything).render()).toBe(golden('everything.json.txt'));
  });

  test('has the path secure-edge/<name>.json by default', () => {
    expect(profile({}).localhostProfile).toBe('secure-edge/web.json');
    expect(profile({ localhostProfile: 'a/b.json' }).localhostProfile).toBe('a/b.json');
  });

  test('is the same for profiles that differ only in order, duplicates and spelling of values', () => {
    const one = profile({
      architectures: [SeccompArchitecture.X86, SeccompArchitecture.X86_64, SeccompArchitecture.X86],
      flags: [SeccompFlag.TSYNC, SeccompFlag.LOG],
      syscalls: [
        {
          names: ['write', 'read', 'write'],
          action: ALLOW,
          args: [
            { index: 1, op: EQ, value: '0x10' },
            { index: 0, op: MASKED_EQ, value: 3 },
          ],
        },
      ],
    });
    const other = profile({
      architectures: [SeccompArchitecture.X86_64, SeccompArchitecture.X86],
      flags: [SeccompFlag.LOG, SeccompFlag.TSYNC],
      syscalls: [
        {
          names: ['read', 'write'],
          action: ALLOW,
          args: [
            { index: 0, op: MASKED_EQ, value: '3', valueTwo: 0 },
            { index: 1, op: EQ, value: 16 },
          ],
        },
      ],
    });
    expect(one.render()).toBe(other.render());
  });

  test('has the largest 64-bit integer exactly', () => {
    expect(value('0xffffffffffffffff').render()).toMatch(/"value": 18446744073709551615,$/m);
    expect(value('18446744073709551615').render()).toMatch(/"value": 18446744073709551615,$/m);
    expect(value(Number.MAX_SAFE_INTEGER).render()).toMatch(/"value": 9007199254740991,$/m);
  });

  test('is read back as the written profile, for any profile', () => {
    fc.assert(
      fc.property(profileProps, (props) => {
        const written = new SeccompProfile(props);
        const text = written.render();
        const read = readExactly(text);

        expect(text.endsWith('}\n')).toBe(true);
        expect(new SeccompProfile({ ...toProps(read), name: written.name })).toEqual(written);
        expect(read.syscalls.flatMap((r: any) => (r.args ?? []).map((a: any) => [a.index, a.value]))).toEqual(
          props.syscalls?.flatMap((r) => [...(r.args ?? [])].map((a) => [BigInt(a.index), BigInt(a.value)])),
        );
      }),
      { numRuns: runs(30, 100) },
    );
  });

  test('has the layout of JSON.stringify if no integer is large', () => {
    const text = profile({
      listenerPath: '/a',
      syscalls: [{ names: ['mount', 'open'], action: NOTIFY, args: [{ index: 0, op: EQ, value: 1 }] }],
    }).render();
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });
});

function toProps(read: any): Omit<SeccompProfileProps, 'name'> {
  const number = (n: bigint | undefined): number | undefined => (n === undefined ? undefined : Number(n));
  return {
    ...read,
    defaultErrnoRet: number(read.defaultErrnoRet),
    syscalls: read.syscalls.map((r: any) => ({
      ...r,
      errnoRet: number(r.errnoRet),
      args: r.args?.map((a: any) => ({
        ...a,
        index: Number(a.index),
        value: String(a.value),
        valueTwo: a.valueTwo === undefined ? undefined : String(a.valueTwo),
      })),
    })),
  };
}

describe('rejects', () => {
  test.each(['', '.', '..', '.hidden', '-f', 'a/b', 'a b', 'a\n', 'ä'])('the name %j', (name) => {
    expect(() => profile({ name })).toThrow(/: name must be a file name .*, got /);
  });

  test.each(['', '/etc/web.json', '../web.json', 'a/../web.json', 'a//web.json', 'a/', './web.json', 'a\\b'])(
    'the path %j',
    (localhostProfile) => {
      expect(() => profile({ localhostProfile })).toThrow(/localhostProfile must be a relative path/);
    },
  );

  test.each(['', 'openAt', 'open at', 'open-at', '1open', 'read\n', 'read"'])('the system call %j', (name) => {
    expect(() => rule({ names: [name] })).toThrow(/syscalls\[0\]\.names: the name of a system call has only/);
  });

  test('a rule without system calls', () => {
    expect(() => rule({ names: [] })).toThrow(/syscalls\[0\]\.names must have at least one system call, got none/);
  });

  test('values that are not in the enums', () => {
    expect(() => rule({ action: 'ALLOW' as SeccompAction })).toThrow(
      /syscalls\[0\]\.action must be one of SCMP_ACT_ALLOW, .*, got "ALLOW"/,
    );
    expect(() => args({ index: 0, op: '==' as SeccompOperator, value: 0 })).toThrow(
      /args\[0\]\.op must be one of SCMP_CMP_NE, .*, got "=="/,
    );
    expect(() => profile({ defaultAction: 'deny' as SeccompAction })).toThrow(/defaultAction must be one of/);
    expect(() => profile({ architectures: ['amd64' as SeccompArchitecture] })).toThrow(
      /architectures\[0\] must be one of .* got "amd64"/,
    );
    expect(() => profile({ flags: ['LOG' as SeccompFlag] })).toThrow(/flags\[0\] must be one of .* got "LOG"/);
  });

  test.each([-1, 4095, 1.5, NaN])('the error number %p', (errno) => {
    expect(() => rule({ action: ERRNO, errnoRet: errno })).toThrow(/syscalls\[0\]\.errnoRet must be 0 to 4094/);
    expect(() => profile({ defaultErrnoRet: errno })).toThrow(/defaultErrnoRet must be 0 to 4094/);
  });

  test('an error number for an action that returns none', () => {
    expect(() => rule({ action: ALLOW, errnoRet: 1 })).toThrow(
      /errnoRet is only for SCMP_ACT_ERRNO and SCMP_ACT_TRACE, got 1 with "SCMP_ACT_ALLOW": remove it/,
    );
    expect(() => profile({ defaultAction: LOG, defaultErrnoRet: 1 })).toThrow(/defaultErrnoRet is only for/);
    expect(() => rule({ action: TRACE, errnoRet: 1 })).not.toThrow();
  });

  test.each([-1, 6, 0.5])('a condition on argument %p', (index) => {
    expect(() => args({ index, op: EQ, value: 0 })).toThrow(/args\[0\]\.index must be 0 to 5, got/);
  });

  test('more conditions than a system call has arguments', () => {
    expect(() => args(...[0, 1, 2, 3, 4, 5, 5].map((index) => ({ index, op: EQ, value: 0 })))).toThrow(
      /args must have at most 6 conditions, got 7/,
    );
  });

  test('two conditions on one argument, which runtimes read as alternatives', () => {
    expect(() => args({ index: 2, op: GE, value: 1 }, { index: 2, op: LE, value: 5 })).toThrow(
      /args\[1\]: argument 2 already has a condition/,
    );
  });

  test.each([
    '',
    '-1',
    '1.5',
    '1e3',
    '0x',
    '0xfffffffffffffffff',
    '18446744073709551616',
    '0755',
    ' 1',
    '1\n',
    -1,
    1.5,
    NaN,
    Infinity,
  ])('the value %p', (some) => {
    expect(() => value(some)).toThrow(/args\[0\]\.value must be 0 to 2\^64-1/);
  });

  test('a number that JavaScript has already rounded', () => {
    expect(() => value(2 ** 53)).toThrow(
      /value is a number that JavaScript cannot represent exactly, got 9007199254740992: write it as text/,
    );
    expect(() => args({ index: 0, op: MASKED_EQ, value: 1, valueTwo: 2 ** 60 })).toThrow(
      /valueTwo is a number that JavaScript cannot represent exactly/,
    );
  });

  test('a second value without a mask', () => {
    expect(() => args({ index: 0, op: EQ, value: 1, valueTwo: 1 })).toThrow(
      /valueTwo is only for SCMP_CMP_MASKED_EQ, got it with "SCMP_CMP_EQ"/,
    );
  });

  test('swapped mask and bits', () => {
    expect(() => args({ index: 0, op: MASKED_EQ, value: 0, valueTwo: '0x7e020000' })).toThrow(
      /valueTwo has bits outside the mask/,
    );
    expect(() => args({ index: 0, op: MASKED_EQ, value: '0x7e020000', valueTwo: 0 })).not.toThrow();
  });

  test('interfaces with different byte orders', () => {
    const architectures = [SeccompArchitecture.X86_64, SeccompArchitecture.S390X];
    expect(() => profile({ architectures })).toThrow(
      /the same byte order, got SCMP_ARCH_S390X \(big-endian\) and SCMP_ARCH_X86_64/,
    );
  });

  test('all problems in one error', () => {
    const props = {
      name: 'a b',
      defaultErrnoRet: -1,
      syscalls: [
        { names: ['A'], action: ALLOW },
        { names: ['b'], action: ALLOW, args: [{ index: 9, op: EQ, value: 'x' }] },
      ],
    };
    expect(() => new SeccompProfile(props)).toThrow(/^SeccompProfile "a b": 5 problems\n/);
  });
});

describe('rejects one system call with two outcomes', () => {
  const two = (first: Partial<SeccompSyscallRule>, second: Partial<SeccompSyscallRule>): SeccompProfile =>
    profile({
      syscalls: [
        { names: ['read', 'clone'], action: ALLOW, ...first },
        { names: ['clone'], action: ALLOW, ...second },
      ],
    });
  const newNamespace: SeccompArgument[] = [{ index: 0, op: MASKED_EQ, value: 0x7e020000, valueTwo: 0x10000000 }];

  test('if both are unconditional', () => {
    expect(() => two({}, { action: ERRNO })).toThrow(
      /"clone" is always SCMP_ACT_ALLOW, so that its rule with SCMP_ACT_ERRNO\(1\) has no effect/,
    );
    expect(() => two({ action: ERRNO, errnoRet: 2 }, { action: ERRNO })).toThrow(
      /SCMP_ACT_ERRNO\(2\).*SCMP_ACT_ERRNO\(1\)/,
    );
  });

  test('if the unconditional one overrides a condition, in either order', () => {
    expect(() => two({}, { action: ERRNO, args: newNamespace })).toThrow(
      /always SCMP_ACT_ALLOW.*SCMP_ACT_ERRNO\(1\) has no effect/,
    );
    expect(() => two({ action: KILL, args: newNamespace }, {})).toThrow(
      /always SCMP_ACT_ALLOW.*SCMP_ACT_KILL_THREAD has no effect/,
    );
  });

  test('if the conditions are the same', () => {
    expect(() =>
      two({ args: newNamespace }, { action: LOG, args: [{ ...newNamespace[0]!, value: '0x7e020000' }] }),
    ).toThrow(/"clone" has both SCMP_ACT_ALLOW and SCMP_ACT_LOG under the same conditions/);
  });

  test('but not if the conditions differ, or the outcomes are the same', () => {
    expect(() => two({ args: newNamespace }, { action: LOG, args: [{ index: 0, op: EQ, value: 0 }] })).not.toThrow();
    expect(() => two({}, { args: newNamespace })).not.toThrow();
    expect(() => two({ action: ERRNO }, { action: ERRNO, errnoRet: 1 })).not.toThrow();
    expect(() => two({ action: KILL }, { action: KILL_THREAD })).not.toThrow();
  });
});

describe('a program that the default action kills', () => {
  test.each([KILL, KILL_THREAD, KILL_PROCESS])(
    'must be able to exit and to return from a signal under %s',
    (defaultAction) => {
      expect(() => profile({ defaultAction })).toThrow(
        /must have a rule for exit, exit_group, rt_sigreturn: with the default action/,
      );
      expect(() =>
        profile({
          defaultAction,
          syscalls: [
            { names: ['exit', 'exit_group'], action: ALLOW },
            { names: ['rt_sigreturn'], action: KILL_PROCESS },
          ],
        }),
      ).toThrow(/rule for rt_sigreturn:/);
      expect(() =>
        profile({ defaultAction, syscalls: [{ names: ['exit', 'exit_group', 'rt_sigreturn'], action: ALLOW }] }),
      ).not.toThrow();
    },
  );
});

describe('an agent', () => {
  const notify = (props: Partial<SeccompProfileProps>, names = ['mount']): SeccompProfile =>
    profile({ listenerPath: '/run/agent.sock', syscalls: [{ names, action: NOTIFY }], ...props });

  test('is at the path in the profile', () => {
    expect(JSON.parse(notify({ listenerMetadata: 'web' }).render())).toMatchObject({
      listenerPath: '/run/agent.sock',
      listenerMetadata: 'web',
    });
    expect(() => notify({ listenerPath: undefined })).toThrow(/listenerPath is missing/);
    expect(() => notify({ listenerPath: 'run/agent.sock' })).toThrow(
      /listenerPath must be an absolute path, got "run\/agent.sock"/,
    );
  });

  test('is rejected if no rule uses it', () => {
    expect(() => profile({ listenerPath: '/run/agent.sock' })).toThrow(/listenerPath has no effect/);
    expect(() => profile({ listenerMetadata: 'web' })).toThrow(/listenerMetadata needs a listenerPath/);
    expect(() => profile({ flags: [SeccompFlag.WAIT_KILLABLE_RECV] })).toThrow(/WAIT_KILLABLE_RECV needs a rule/);
  });

  test('cannot decide by default, for write, or for all threads at once', () => {
    expect(() => notify({ defaultAction: NOTIFY })).toThrow(/defaultAction must not be SCMP_ACT_NOTIFY/);
    expect(() => notify({}, ['read', 'write'])).toThrow(/write must not have the action SCMP_ACT_NOTIFY/);
    expect(() => notify({ flags: [SeccompFlag.TSYNC] })).toThrow(/rejects SECCOMP_FILTER_FLAG_TSYNC together/);
  });
});

test('a profile does not change when its props are changed later', () => {
  const names = ['read'];
  const made = profile({ syscalls: [{ names, action: ALLOW }] });
  names.push('mount');
  expect(made.syscalls[0]?.names).toEqual(['read']);
});
