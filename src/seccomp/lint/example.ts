/** The calls without which no program starts and ends. */
const LEAST = '"execve", "exit", "exit_group", "rt_sigreturn"';

/** The text of a profile that refuses by default and allows these calls beside the least; `more` are members of the profile. */
export function example(rules: string, more: string = '"defaultAction": "SCMP_ACT_ERRNO"'): string {
  const least = `{ "names": [${LEAST}], "action": "SCMP_ACT_ALLOW" }`;
  return `{ ${more}, "syscalls": [${[least, ...(rules === '' ? [] : [rules])].join(', ')}] }`;
}
