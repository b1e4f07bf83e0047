import * as fc from 'fast-check';
import { SeccompAction } from '../../src/seccomp/action';
import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { SeccompFlag } from '../../src/seccomp/flag';
import { SeccompOperator } from '../../src/seccomp/operator';
import type { SeccompProfileProps } from '../../src/seccomp/profile-props';
import { SeccompArgument, SeccompSyscallRule } from '../../src/seccomp/syscall-rule';

/** Profile with every property of the model. */
export const everything: Required<SeccompProfileProps> = {
  name: 'Gateway_1.2',
  defaultAction: SeccompAction.ERRNO,
  defaultErrnoRet: 38,
  architectures: [SeccompArchitecture.X86_64, SeccompArchitecture.X32, SeccompArchitecture.X86],
  flags: [SeccompFlag.SPEC_ALLOW, SeccompFlag.LOG, SeccompFlag.WAIT_KILLABLE_RECV],
  listenerPath: '/run/agent "one".sock',
  listenerMetadata: 'line\n\u2028"quoted"',
  localhostProfile: 'profiles/gateway/one.json',
  syscalls: [
    { names: ['write', 'read', 'exit_group', 'read'], action: SeccompAction.ALLOW },
    {
      names: ['clone'],
      action: SeccompAction.ALLOW,
      args: [
        { index: 1, op: SeccompOperator.LE, value: '0xFFFFFFFFFFFFFFFF' },
        { index: 0, op: SeccompOperator.MASKED_EQ, value: 0x7e020000 },
      ],
    },
    {
      names: ['ioctl'],
      action: SeccompAction.ERRNO,
      errnoRet: 0,
      args: [{ index: 5, op: SeccompOperator.MASKED_EQ, value: '18446744073709551615', valueTwo: '9007199254740993' }],
    },
    { names: ['ptrace'], action: SeccompAction.TRACE, errnoRet: 4094 },
    { names: ['mount', 'umount2'], action: SeccompAction.NOTIFY },
  ],
};

const syscallNames = [
  '_llseek',
  'accept4',
  'arm_fadvise64_64',
  'bpf',
  'clone3',
  'dup',
  'fcntl64',
  'futex',
  'getpid',
  'ioctl',
  'kill',
  'mprotect',
  'openat',
  'ppoll',
  'socket',
  'a_call_that_no_kernel_has',
];

const value: fc.Arbitrary<number | string> = fc.oneof(
  fc.maxSafeNat(),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => `0x${n.toString(16)}`),
);

const condition = (index: number): fc.Arbitrary<SeccompArgument> =>
  fc.oneof(
    fc.record({
      index: fc.constant(index),
      op: fc.constantFrom(...Object.values(SeccompOperator).filter((op) => op !== SeccompOperator.MASKED_EQ)),
      value,
    }),
    fc.tuple(value, value, fc.boolean()).map(([mask, bits, two]) => ({
      index,
      op: SeccompOperator.MASKED_EQ,
      value: mask,
      ...(two && { valueTwo: String(BigInt(mask) & BigInt(bits)) }),
    })),
  );

const args = fc.subarray([0, 1, 2, 3, 4, 5]).chain((indices) => fc.tuple(...indices.map(condition)));

const errnoRet = fc.option(fc.integer({ min: 0, max: 4094 }), { nil: undefined });

/** One rule for each of some names, so that no two rules contradict each other. */
const rules: fc.Arbitrary<SeccompSyscallRule[]> = fc.subarray(syscallNames).chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc.oneof(
        fc.record({
          names: fc.constant<string[]>([name]),
          action: fc.constantFrom(SeccompAction.ERRNO, SeccompAction.TRACE),
          errnoRet,
          args,
        }),
        fc.record({
          names: fc.constant<string[]>([name]),
          action: fc.constantFrom(
            SeccompAction.ALLOW,
            SeccompAction.LOG,
            SeccompAction.TRAP,
            SeccompAction.KILL,
            SeccompAction.KILL_PROCESS,
            SeccompAction.KILL_THREAD,
          ),
          args,
        }),
      ),
    ),
  ),
);

/** Calls that every program can make, with any default action. */
const ending: SeccompSyscallRule = { names: ['exit', 'exit_group', 'rt_sigreturn'], action: SeccompAction.ALLOW };

const littleEndian = [
  SeccompArchitecture.X86_64,
  SeccompArchitecture.X86,
  SeccompArchitecture.X32,
  SeccompArchitecture.AARCH64,
  SeccompArchitecture.ARM,
  SeccompArchitecture.RISCV64,
];

/** Any valid profile without listeners, and without interfaces that a libseccomp of 2023 does not know. */
export const profileProps: fc.Arbitrary<SeccompProfileProps> = fc.record({
  name: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,20}$/),
  defaultAction: fc.constantFrom(...Object.values(SeccompAction).filter((action) => action !== SeccompAction.NOTIFY)),
  architectures: fc.subarray(littleEndian),
  flags: fc.subarray([SeccompFlag.TSYNC, SeccompFlag.LOG, SeccompFlag.SPEC_ALLOW]),
  syscalls: rules.map((some) => [...some, ending]),
});
