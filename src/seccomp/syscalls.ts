import { nearestWord } from '../diagnostics/nearest-word';
import { SeccompArchitecture } from './architecture';
import { BESIDES, COMMON } from './syscall-names';

const A = SeccompArchitecture;

// interfaces that share the table of another one
const SAME: { readonly [architecture in SeccompArchitecture]?: SeccompArchitecture } = {
  [A.X32]: A.X86_64,
  [A.MIPS64N32]: A.MIPS64,
  [A.MIPSEL]: A.MIPS,
  [A.MIPSEL64]: A.MIPS64,
  [A.MIPSEL64N32]: A.MIPS64,
  [A.PPC64LE]: A.PPC64,
  [A.S390]: A.S390X,
};

// calls that libseccomp accepts on every interface, because 32-bit interfaces have them
const EVERYWHERE: ReadonlyArray<string> = ['recv', 'send'];

/** Returns true if a system call with this name exists on some interface. */
export function isSyscall(name: string): boolean {
  return EVERYWHERE.includes(name) || Object.values(SeccompArchitecture).some((each) => hasSyscall(each, name));
}

/** Returns true if the interface has a system call with this name. x32 counts as x86-64. */
export function hasSyscall(architecture: SeccompArchitecture, name: string): boolean {
  return words(COMMON).has(name) || words(BESIDES[SAME[architecture] ?? architecture] ?? '').has(name);
}

/** Returns the system call with the nearest name to a misspelled one; undefined if more than two letters differ. */
export function nearestSyscall(name: string): string | undefined {
  return nearestWord(name, [...words(COMMON), ...Object.values(BESIDES).flatMap((list) => [...words(list)])]);
}

const cache = new Map<string, ReadonlySet<string>>();

function words(list: string): ReadonlySet<string> {
  const known = cache.get(list) ?? new Set(list.split(' '));
  cache.set(list, known);
  return known;
}
