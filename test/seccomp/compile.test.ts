import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SeccompAction } from '../../src/seccomp/action';
import { SeccompOperator } from '../../src/seccomp/operator';
import { SeccompArchitecture } from '../../src/seccomp/architecture';
import { SeccompFile } from '../../src/seccomp/seccomp-file';
import { SeccompProfile } from '../../src/seccomp/profile';
import { comparison } from '../comparison';
import { everything, profileProps } from './profiles';

/** Python with Debian's python3-seccomp. */
const python = ['python3', '/usr/bin/python3'].find((p) => spawnSync(p, ['-c', 'import seccomp']).status === 0);

const compiled = comparison(
  python !== undefined,
  'compiled with libseccomp: python3-seccomp is missing (apt-get install python3-seccomp)',
);

function compile(...rendered: string[]): { filter?: string; error?: string }[] {
  if (python === undefined) throw new Error('python3-seccomp is missing: apt-get install python3-seccomp');
  const run = spawnSync(python, [join(__dirname, 'compile.py')], {
    input: `[${rendered.join(',')}]`,
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

describe('libseccomp', () => {
  compiled('compiles any valid profile', () => {
    const profiles = fc.sample(profileProps, { numRuns: 300, seed: 20 }).map((props) => new SeccompProfile(props));
    const failures = compile(...profiles.map((p) => p.render()))
      .map((result, i) => ({ error: result.error, profile: profiles[i]!.render() }))
      .filter((result) => result.error !== undefined);
    expect(failures).toEqual([]);
  });

  compiled('compares all 64 bits of a value', () => {
    const condition = { index: 5, op: SeccompOperator.EQ, value: '0xfedcba9876543210' };
    const profile = new SeccompProfile({
      name: 'web',
      syscalls: [{ names: ['mmap'], action: SeccompAction.ALLOW, args: [condition] }],
    });
    const filter = compile(profile.render())[0]?.filter;
    expect(filter).toContain(`$a5.hi32 == ${0xfedcba98}`);
    expect(filter).toContain(`$a5.lo32 == ${0x76543210}`);
  });

  compiled('reads value as the mask and valueTwo as the bits', () => {
    const condition = { index: 0, op: SeccompOperator.MASKED_EQ, value: 0xf0, valueTwo: 0x30 };
    const profile = new SeccompProfile({
      name: 'web',
      syscalls: [{ names: ['openat'], action: SeccompAction.ALLOW, args: [condition] }],
    });
    expect(compile(profile.render())[0]?.filter).toContain(`$a0.lo32 & 0x000000f0 == ${0x30}`);
  });

  compiled('compiles a profile with every property', () => {
    expect(compile(new SeccompProfile(everything).render())[0]?.filter).toMatch(/action 0x7fc00000/);
  });

  describe('reads a changed file', () => {
    const file = SeccompFile.parse(
      JSON.stringify({
        defaultAction: 'SCMP_ACT_KILL_PROCESS',
        archMap: [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86'] }],
        syscalls: [
          { names: ['read', 'bpf', 'exit', 'exit_group', 'rt_sigreturn'], action: 'SCMP_ACT_ALLOW' },
          { names: ['mount'], action: 'SCMP_ACT_ALLOW', includes: { caps: ['CAP_SYS_ADMIN'] } },
          { names: ['chroot'], action: 'SCMP_ACT_ERRNO' },
        ],
      }),
    ).resolve({ architecture: SeccompArchitecture.X86_64 });
    /** Calls that are allowed on both interfaces, for which the profile has the same rules. */
    const allowed = (changed: SeccompFile): string[] => {
      const filter = compile(changed.render())[0]?.filter ?? '';
      expect(filter).toContain('filter for arch x86 ');
      const names = [...filter.matchAll(/filter for syscall "(\w+)"[^#]*?action ALLOW/g)].map(([, name]) => name ?? '');
      return [...new Set(names)].sort();
    };

    compiled('after resolve, without the rules for capabilities', () => {
      expect(allowed(file)).toEqual(['bpf', 'exit', 'exit_group', 'read', 'rt_sigreturn']);
    });

    compiled('after restrict and extend', () => {
      expect(allowed(file.restrict(['bpf']).extend({ allow: ['chroot'] }))).toEqual([
        'chroot',
        'exit',
        'exit_group',
        'read',
        'rt_sigreturn',
      ]);
    });
  });

  /** Reasons for what the model rejects: each of these profiles is broken, or is silently read as another one. */
  describe('justifies that the model rejects', () => {
    const file = (defaultAction: string, ...syscalls: object[]): string => JSON.stringify({ defaultAction, syscalls });
    const allow = { names: ['clone'], action: 'SCMP_ACT_ALLOW' };
    const conditional = {
      names: ['clone'],
      action: 'SCMP_ACT_ERRNO',
      args: [{ index: 0, op: 'SCMP_CMP_EQ', value: 7 }],
    };

    compiled('a condition besides an unconditional rule, which libseccomp ignores', () => {
      const [before, after] = compile(
        file('SCMP_ACT_KILL', conditional, allow),
        file('SCMP_ACT_KILL', allow, conditional),
      );
      expect(before?.filter).not.toMatch(/ERRNO/);
      expect(after?.filter).not.toMatch(/ERRNO/);
    });

    compiled('two outcomes under the same condition', () => {
      expect(
        compile(file('SCMP_ACT_KILL', conditional, { ...conditional, action: 'SCMP_ACT_ALLOW' }))[0]?.error,
      ).toMatch(/errno = -17/);
    });

    compiled('the error number 4095', () => {
      expect(
        compile(file('SCMP_ACT_ALLOW', { names: ['read'], action: 'SCMP_ACT_ERRNO', errnoRet: 4095 }))[0]?.error,
      ).toBeDefined();
      expect(
        compile(file('SCMP_ACT_ALLOW', { names: ['read'], action: 'SCMP_ACT_ERRNO', errnoRet: 4094 }))[0]!.error,
      ).toBeUndefined();
    });

    compiled('interfaces with different byte orders', () => {
      const architectures = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_S390X'];
      expect(
        compile(JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', architectures, syscalls: [] }))[0]?.error,
      ).toMatch(/errno = -33/);
    });
  });
});
