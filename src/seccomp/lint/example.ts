/** System calls that every program needs to start and exit. */
const LEAST = '"execve", "exit", "exit_group", "rt_sigreturn"';

/** Returns the text of a profile that denies by default, with the given rules and one that allows the essential calls; `more` are its other keys. */
export function example(rules: string, more: string = '"defaultAction": "SCMP_ACT_ERRNO"'): string {
  const least = `{ "names": [${LEAST}], "action": "SCMP_ACT_ALLOW" }`;
  return `{ ${more}, "syscalls": [${[least, ...(rules === '' ? [] : [rules])].join(', ')}] }`;
}
