import { nearestWord } from '../diagnostics/nearest-word';
import { SeccompArchitecture } from './architecture';
import { BESIDES, COMMON } from './syscall-names';

const A = SeccompArchitecture;

// tables that one kernel interface shares with another
const SAME: { readonly [architecture in SeccompArchitecture]?: SeccompArchitecture } = {
  [A.X32]: A.X86_64,
  [A.MIPS64N32]: A.MIPS64,
  [A.MIPSEL]: A.MIPS,
  [A.MIPSEL64]: A.MIPS64,
  [A.MIPSEL64N32]: A.MIPS64,
  [A.PPC64LE]: A.PPC64,
  [A.S390]: A.S390X,
};

// what libseccomp takes everywhere, since 32-bit interfaces have it
const EVERYWHERE: ReadonlyArray<string> = ['recv', 'send'];

/** True if a system call of this name exists on some interface. */
export function isSyscall(name: string): boolean {
  return EVERYWHERE.includes(name) || Object.values(SeccompArchitecture).some((each) => hasSyscall(each, name));
}

/** True if the interface has a system call of this name; x32 is taken for x86-64. */
export function hasSyscall(architecture: SeccompArchitecture, name: string): boolean {
  return words(COMMON).has(name) || words(BESIDES[SAME[architecture] ?? architecture] ?? '').has(name);
}

/** The system call whose name is nearest to a misspelled one; none if they differ in more than two letters. */
export function nearestSyscall(name: string): string | undefined {
  return nearestWord(name, [...words(COMMON), ...Object.values(BESIDES).flatMap((list) => [...words(list)])]);
}

const cache = new Map<string, ReadonlySet<string>>();

function words(list: string): ReadonlySet<string> {
  const known = cache.get(list) ?? new Set(list.split(' '));
  cache.set(list, known);
  return known;
}
