import { Problems, quote } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import { SeccompArchitecture } from './architecture';
import { renderExactJson } from './json/exact-json';
import { SeccompFlag } from './flag';
import { checkChoice, checkErrno, checkSyscallRule, normalSyscallRule, SeccompSyscallRule } from './syscall-rule';

/** What a seccomp profile of your own holds. */
export interface SeccompProfileProps {
  /** Letters, digits, `_`, `.` and `-`, beginning with a letter or digit: a safe file name. */
  readonly name: string;

  /**
   * What is done with a system call that no rule covers; not `NOTIFY`.
   *
   * @default SeccompAction.ERRNO
   */
  readonly defaultAction?: SeccompAction;

  /**
   * The error number of the default action `ERRNO`, or the message of `TRACE`: 0 to 4094.
   *
   * @default 1 (EPERM)
   */
  readonly defaultErrnoRet?: number;

  /**
   * The system call interfaces that the profile covers beside the node's own.
   *
   * A call through any other interface, such as that of 32-bit programs, kills its thread
   * whatever the rules say. All must have the node's byte order, or the runtime refuses the
   * profile. Order and repetition have no meaning.
   * @default - the node's own alone
   */
  readonly architectures?: SeccompArchitecture[];

  /**
   * How the filter is installed.
   *
   * @default - none given: runc adds nothing, crun adds `SPEC_ALLOW`
   */
  readonly flags?: SeccompFlag[];

  /**
   * What is done with which system calls. The order of rules has no meaning.
   *
   * @default - none: the default action is for all
   */
  readonly syscalls?: SeccompSyscallRule[];

  /**
   * Socket of the agent that decides about `NOTIFY`: an absolute path on the node.
   *
   * @default - none: no rule may have the action `NOTIFY`
   */
  readonly listenerPath?: string;

  /**
   * Text that the agent gets with each container.
   *
   * @default - none
   */
  readonly listenerMetadata?: string;

  /**
   * Where the profile lies below the kubelet's seccomp folder (`/var/lib/kubelet/seccomp`):
   * a relative path that only descends, of names like the profile's.
   *
   * @default `secure-edge/<name>.json`
   */
  readonly localhostProfile?: string;
}

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

/** Without these a program that is killed by default dies when it ends, or on its first signal. */
const NEEDED_UNDER_KILL = ['exit', 'exit_group', 'rt_sigreturn'];

/**
 * A seccomp profile: which system calls a container may make.
 *
 * Rendered as the runtime specification has it, which is what containerd, CRI-O, runc and crun
 * read. The file must lie on the node; a pod names it by `localhostProfile`.
 *
 * Refused is what a runtime refuses or silently reads otherwise than it is written. Not checked:
 * whether a system call of a name exists, and whether the rules suffice for the program. Every
 * program needs `execve` and some thirty more to start; learn them with the default action `LOG`.
 * Of two conditional rules with different actions that hold for one call, libseccomp decides
 * which wins.
 *
 * @see https://kubernetes.io/docs/tutorials/security/seccomp/
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export class SeccompProfile {
  /** Name of the profile. */
  public readonly name: string;
  /** What is done with a system call that no rule covers. */
  public readonly defaultAction: SeccompAction;
  /** The error number of the default action; undefined stands for EPERM. */
  public readonly defaultErrnoRet?: number;
  /** The interfaces covered beside the node's own, sorted. */
  public readonly architectures: SeccompArchitecture[];
  /** How the filter is installed, sorted. */
  public readonly flags: SeccompFlag[];
  /** The rules as given, with sorted names and with the values of conditions as decimal text. */
  public readonly syscalls: SeccompSyscallRule[];
  /** Socket of the agent that decides about `NOTIFY`. */
  public readonly listenerPath?: string;
  /** Text that the agent gets with each container. */
  public readonly listenerMetadata?: string;
  /** Path below the kubelet's seccomp folder: `securityContext.seccompProfile.localhostProfile` of a pod. */
  public readonly localhostProfile: string;

  /** @throws InputError that names everything wrong with the props at once */
  constructor(props: SeccompProfileProps) {
    const defaultAction = props.defaultAction ?? SeccompAction.ERRNO;
    const syscalls = (props.syscalls ?? []).map(normalSyscallRule);
    const localhostProfile = props.localhostProfile ?? `secure-edge/${props.name}.json`;

    const problems = new Problems();
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
    problems.throwIfAny(`SeccompProfile ${quote(props.name)}`);

    this.name = props.name;
    this.defaultAction = defaultAction;
    this.defaultErrnoRet = props.defaultErrnoRet;
    this.architectures = sortedSet(props.architectures ?? []);
    this.flags = sortedSet(props.flags ?? []);
    this.syscalls = syscalls;
    this.listenerPath = props.listenerPath;
    this.listenerMetadata = props.listenerMetadata;
    this.localhostProfile = localhostProfile;
  }

  /** The profile as the JSON file that a runtime reads: pretty, the same for equal profiles, ending in a newline. */
  public render(): string {
    const json = renderExactJson({
      defaultAction: this.defaultAction,
      defaultErrnoRet: this.defaultErrnoRet,
      architectures: unlessEmpty(this.architectures),
      flags: unlessEmpty(this.flags),
      listenerPath: this.listenerPath,
      listenerMetadata: this.listenerMetadata,
      syscalls: this.syscalls.map(({ names, action, errnoRet, args }) => ({
        names,
        action,
        errnoRet,
        args: args?.map(({ index, value, valueTwo, op }) => ({
          index,
          value: BigInt(value),
          valueTwo: valueTwo === undefined ? undefined : BigInt(valueTwo),
          op,
        })),
      })),
    });
    return `${json}\n`;
  }
}

function checkName(name: string): string | undefined {
  if (SAFE_NAME.test(name)) return undefined;
  return `name must be a file name of letters, digits, _ . and - that begins with a letter or digit, got ${quote(name)}`;
}

function checkPath(path: string | undefined): string | undefined {
  if (path === undefined || path.split('/').every((part) => SAFE_NAME.test(part))) return undefined;
  return `localhostProfile must be a relative path of file names of letters, digits, _ . and -, got ${quote(path)}: write it as below the kubelet's seccomp folder, such as "secure-edge/web.json"`;
}

/** libseccomp builds one filter for interfaces of one byte order. */
function checkByteOrder(architectures: readonly SeccompArchitecture[]): string | undefined {
  const big = architectures.find((a) => BIG_ENDIAN.includes(a));
  const little = architectures.find((a) => !BIG_ENDIAN.includes(a));
  if (big === undefined || little === undefined) return undefined;
  return `architectures must have one byte order, got ${big} (big-endian) and ${little} (little-endian): make a profile for each`;
}

/** runc: no NOTIFY by default or for `write`, which it needs to hand the listener over; the kernel: no listener with TSYNC. */
function checkNotify(props: SeccompProfileProps, problems: Problems): void {
  const { listenerPath, listenerMetadata } = props;
  const notified = (props.syscalls ?? []).filter((rule) => rule.action === SeccompAction.NOTIFY);
  const flags = props.flags ?? [];

  if (props.defaultAction === SeccompAction.NOTIFY)
    problems.add('defaultAction must not be SCMP_ACT_NOTIFY, which runtimes take in rules alone');
  if (notified.some((rule) => rule.names.includes('write'))) {
    problems.add(
      'syscalls: write must not have the action SCMP_ACT_NOTIFY, since the runtime writes while it hands the container to the agent',
    );
  }
  if (notified.length > 0 && listenerPath === undefined)
    problems.add('listenerPath is missing: a rule has the action SCMP_ACT_NOTIFY and needs an agent');
  if (notified.length === 0 && listenerPath !== undefined) {
    problems.add(
      `listenerPath is of no use without a rule of the action SCMP_ACT_NOTIFY, got ${quote(listenerPath)}: leave it out`,
    );
  }
  if (listenerPath !== undefined && !/^\/[^\0]*$/.test(listenerPath)) {
    problems.add(`listenerPath must be an absolute path, got ${quote(listenerPath)}`);
  }
  if (listenerMetadata !== undefined && listenerPath === undefined) {
    problems.add(`listenerMetadata needs a listenerPath, got ${quote(listenerMetadata)}: leave it out`);
  }
  if (flags.includes(SeccompFlag.WAIT_KILLABLE_RECV) && notified.length === 0) {
    problems.add(`flags: ${SeccompFlag.WAIT_KILLABLE_RECV} needs a rule of the action SCMP_ACT_NOTIFY`);
  }
  if (flags.includes(SeccompFlag.TSYNC) && notified.length > 0) {
    problems.add(
      `flags: the kernel refuses ${SeccompFlag.TSYNC} together with the action SCMP_ACT_NOTIFY: leave it out`,
    );
  }
}

/**
 * One call with two outcomes. libseccomp (2.5.4, measured) lets an unconditional rule win over every
 * conditional one of its name, the first of two unconditional ones over the second, without a word;
 * equal conditions with another outcome fail.
 */
function checkContradictions(rules: readonly SeccompSyscallRule[], problems: Problems): void {
  const byName = new Map<string, Set<SeccompSyscallRule>>();
  for (const rule of rules) {
    for (const name of rule.names) {
      const named = byName.get(name);
      if (named === undefined) byName.set(name, new Set([rule]));
      else named.add(rule);
    }
  }
  // a rule of many names is written out once
  const conditions = new Map(rules.map((rule) => [rule, JSON.stringify(rule.args)]));
  for (const [name, named] of byName) problems.add(checkOutcomes(name, [...named], conditions));
}

function checkOutcomes(
  name: string,
  rules: readonly SeccompSyscallRule[],
  written: ReadonlyMap<SeccompSyscallRule, string | undefined>,
): string | undefined {
  const unconditional = rules.find((rule) => rule.args === undefined);
  const other = unconditional && rules.find((rule) => outcome(rule) !== outcome(unconditional));
  if (unconditional && other) {
    return `syscalls: ${quote(name)} is always ${outcome(unconditional)}, so that its rule with ${outcome(other)} would never count: keep one of them`;
  }
  const outcomes = new Map<string | undefined, string>();
  for (const rule of rules) {
    const conditions = written.get(rule);
    const earlier = outcomes.get(conditions) ?? outcome(rule);
    if (earlier !== outcome(rule))
      return `syscalls: ${quote(name)} has both ${earlier} and ${outcome(rule)} under the same conditions: keep one of them`;
    outcomes.set(conditions, earlier);
  }
  return undefined;
}

function outcome({ action, errnoRet }: SeccompSyscallRule): string {
  if (action === SeccompAction.KILL) return SeccompAction.KILL_THREAD;
  if (action === SeccompAction.ERRNO || action === SeccompAction.TRACE) return `${action}(${errnoRet ?? 1})`;
  return action;
}

function checkKilledByDefault(defaultAction: SeccompAction, rules: readonly SeccompSyscallRule[]): string | undefined {
  if (!KILLS.includes(defaultAction)) return undefined;
  const spared = new Set(rules.filter((rule) => !KILLS.includes(rule.action)).flatMap((rule) => rule.names));
  const missing = NEEDED_UNDER_KILL.filter((name) => !spared.has(name));
  if (missing.length === 0) return undefined;
  return `syscalls must have a rule for ${missing.join(', ')}: with the default action ${defaultAction} a program without them is killed when it ends or handles a signal`;
}

/** In the order of code units. */
function sortedSet<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}

function unlessEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}
