import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { hasSyscall, isSyscall, nearestSyscall } from '../../src/seccomp/syscalls';

const { X86_64, X32, X86, AARCH64, ARM } = SeccompArchitecture;

test.each([
  ['openat', [X86_64, X32, X86, AARCH64, ARM], []],
  ['open', [X86_64, X86, ARM], [AARCH64]],
  ['mmap2', [X86, ARM], [X86_64, AARCH64]],
  ['arch_prctl', [X86_64, X86], [ARM, AARCH64]],
  ['socketcall', [X86], [X86_64, ARM, AARCH64]],
  ['accept', [X86, X86_64, ARM], []],
  ['cacheflush', [ARM], [X86, AARCH64]],
  ['clock_gettime64', [X86, ARM], [X86_64]],
  ['mseal', [X86_64, ARM, AARCH64, X86], []],
] as const)('%s is on the same interfaces as in the kernel', (name, there, missing) => {
  expect(there.filter((each) => !hasSyscall(each, name))).toEqual([]);
  expect(missing.filter((each) => hasSyscall(each, name))).toEqual([]);
});

test('a name that no machine has is not a system call, and has a nearest one', () => {
  expect(isSyscall('opentat')).toBe(false);
  expect(nearestSyscall('opentat')).toBe('openat');
  expect(nearestSyscall('a_call_that_no_kernel_has')).toBeUndefined();
  expect(nearestSyscall('x'.repeat(100000))).toBeUndefined();
  expect(['arch_specific_syscall', 'unused18', ''].filter(isSyscall)).toEqual([]);
});
