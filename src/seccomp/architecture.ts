/**
 * System call interface that a profile covers.
 *
 * These are the interfaces that runc knows. The runtime specification also lists PA-RISC, m68k and
 * SuperH, which runc rejects and for which Kubernetes does not exist.
 */
export enum SeccompArchitecture {
  X86_64 = 'SCMP_ARCH_X86_64',
  /** 32-bit programs on x86. */
  X86 = 'SCMP_ARCH_X86',
  /** Programs with 32-bit pointers on x86-64. */
  X32 = 'SCMP_ARCH_X32',
  AARCH64 = 'SCMP_ARCH_AARCH64',
  /** 32-bit programs on ARM. */
  ARM = 'SCMP_ARCH_ARM',
  RISCV64 = 'SCMP_ARCH_RISCV64',
  LOONGARCH64 = 'SCMP_ARCH_LOONGARCH64',
  MIPS = 'SCMP_ARCH_MIPS',
  MIPS64 = 'SCMP_ARCH_MIPS64',
  MIPS64N32 = 'SCMP_ARCH_MIPS64N32',
  MIPSEL = 'SCMP_ARCH_MIPSEL',
  MIPSEL64 = 'SCMP_ARCH_MIPSEL64',
  MIPSEL64N32 = 'SCMP_ARCH_MIPSEL64N32',
  PPC = 'SCMP_ARCH_PPC',
  PPC64 = 'SCMP_ARCH_PPC64',
  PPC64LE = 'SCMP_ARCH_PPC64LE',
  S390 = 'SCMP_ARCH_S390',
  S390X = 'SCMP_ARCH_S390X',
}
