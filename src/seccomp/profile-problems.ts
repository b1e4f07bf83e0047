import { Problems, quote } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import { SeccompArchitecture } from './architecture';
import { checkContradictions } from './contradictions';
import { SeccompFlag } from './flag';
import type { SeccompProfileProps } from './profile-props';
import { checkChoice, checkErrno, checkSyscallRule, type SeccompSyscallRule } from './syscall-rule';

const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

const KILLS: readonly string[] = [SeccompAction.KILL, SeccompAction.KILL_THREAD, SeccompAction.KILL_PROCESS];

const BIG_ENDIAN: readonly string[] = [
  SeccompArchitecture.MIPS,
  SeccompArchitecture.MIPS64,
  SeccompArchitecture.MIPS64N32,
  SeccompArchitecture.PPC,
  SeccompArchitecture.PPC64,
  SeccompArchitecture.S390,
  SeccompArchitecture.S390X,
];

/** Calls without which a program under a default action that kills dies when it exits, or after its first signal. */
const NEEDED_UNDER_KILL = ['exit', 'exit_group', 'rt_sigreturn'];

/** Adds the problems in the props of a profile. `syscalls` are its rules in their normal form. */
export function checkProfile(
  props: SeccompProfileProps,
  defaultAction: SeccompAction,
  syscalls: readonly SeccompSyscallRule[],
  problems: Problems,
): void {
  problems.add(checkName(props.name));
  problems.add(checkPath(props.localhostProfile));
  problems.add(checkChoice(defaultAction, Object.values(SeccompAction), 'defaultAction'));
  problems.add(checkErrno(props.defaultErrnoRet, defaultAction, 'defaultErrnoRet'));
  props.architectures?.forEach((a, i) =>
    problems.add(checkChoice(a, Object.values(SeccompArchitecture), `architectures[${i}]`)),
  );
  problems.add(checkByteOrder(props.architectures ?? []));
  props.flags?.forEach((f, i) => problems.add(checkChoice(f, Object.values(SeccompFlag), `flags[${i}]`)));
  props.syscalls?.forEach((rule, i) => checkSyscallRule(rule, `syscalls[${i}]`, problems));
  checkNotify(props, problems);
  checkContradictions(syscalls, problems);
  problems.add(checkKilledByDefault(defaultAction, syscalls));
}

function checkName(name: string): string | undefined {
  if (SAFE_NAME.test(name)) return undefined;
  return `name must be a file name of letters, digits, _ . and - that begins with a letter or digit, got ${quote(name)}`;
}

function checkPath(path: string | undefined): string | undefined {
  if (path === undefined || path.split('/').every((part) => SAFE_NAME.test(part))) return undefined;
  return `localhostProfile must be a relative path of file names of letters, digits, _ . and -, got ${quote(path)}: write the path below the kubelet's seccomp folder, such as "secure-edge/web.json"`;
}

/** Checks the byte order: libseccomp builds one filter only for interfaces with the same byte order. */
function checkByteOrder(architectures: readonly SeccompArchitecture[]): string | undefined {
  const big = architectures.find((a) => BIG_ENDIAN.includes(a));
  const little = architectures.find((a) => !BIG_ENDIAN.includes(a));
  if (big === undefined || little === undefined) return undefined;
  return `architectures must have the same byte order, got ${big} (big-endian) and ${little} (little-endian): make one profile for each byte order`;
}

/** Checks the limits of NOTIFY: runc rejects it as a default and for `write`, with which it passes on the listener; the kernel rejects a listener with TSYNC. */
function checkNotify(props: SeccompProfileProps, problems: Problems): void {
  const { listenerPath, listenerMetadata } = props;
  const notified = (props.syscalls ?? []).filter((rule) => rule.action === SeccompAction.NOTIFY);
  const flags = props.flags ?? [];

  if (props.defaultAction === SeccompAction.NOTIFY)
    problems.add('defaultAction must not be SCMP_ACT_NOTIFY, which runtimes accept only in rules');
  if (notified.some((rule) => rule.names.includes('write'))) {
    problems.add(
      'syscalls: write must not have the action SCMP_ACT_NOTIFY, because the runtime calls write while it hands the container to the agent',
    );
  }
  if (notified.length > 0 && listenerPath === undefined)
    problems.add('listenerPath is missing: a rule has the action SCMP_ACT_NOTIFY and needs an agent');
  if (notified.length === 0 && listenerPath !== undefined) {
    problems.add(
      `listenerPath has no effect without a rule with the action SCMP_ACT_NOTIFY, got ${quote(listenerPath)}: remove it`,
    );
  }
  if (listenerPath !== undefined && !/^\/[^\0]*$/.test(listenerPath)) {
    problems.add(`listenerPath must be an absolute path, got ${quote(listenerPath)}`);
  }
  if (listenerMetadata !== undefined && listenerPath === undefined) {
    problems.add(`listenerMetadata needs a listenerPath, got ${quote(listenerMetadata)}: remove it`);
  }
  if (flags.includes(SeccompFlag.WAIT_KILLABLE_RECV) && notified.length === 0) {
    problems.add(`flags: ${SeccompFlag.WAIT_KILLABLE_RECV} needs a rule with the action SCMP_ACT_NOTIFY`);
  }
  if (flags.includes(SeccompFlag.TSYNC) && notified.length > 0) {
    problems.add(`flags: the kernel rejects ${SeccompFlag.TSYNC} together with the action SCMP_ACT_NOTIFY: remove it`);
  }
}

function checkKilledByDefault(defaultAction: SeccompAction, rules: readonly SeccompSyscallRule[]): string | undefined {
  if (!KILLS.includes(defaultAction)) return undefined;
  const spared = new Set(rules.filter((rule) => !KILLS.includes(rule.action)).flatMap((rule) => rule.names));
  const missing = NEEDED_UNDER_KILL.filter((name) => !spared.has(name));
  if (missing.length === 0) return undefined;
  return `syscalls must have a rule for ${missing.join(', ')}: with the default action ${defaultAction} a program without them is killed when it ends or handles a signal`;
}
