import { Problems, quote } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import type { SeccompArchitecture } from './architecture';
import type { SeccompFlag } from './flag';
import { renderExactJson } from './json/exact-json';
import { checkProfile } from './profile-problems';
import type { SeccompProfileProps } from './profile-props';
import { normalSyscallRule, syscallRuleJson, type SeccompSyscallRule } from './syscall-rule';

/**
 * A seccomp profile: the system calls that a container can make.
 *
 * It is rendered in the format of the runtime specification, which containerd, CRI-O, runc and
 * crun read. The file must be on the node. A pod selects it with `localhostProfile`.
 *
 * The constructor rejects what a runtime rejects or silently misreads. It does not check that a
 * system call with a name exists, or that the rules are sufficient for the program. Every program
 * needs `execve` and about thirty more calls to start: find them with the default action `LOG`.
 * If two conditional rules with different actions apply to one call, libseccomp decides which one
 * wins.
 *
 * @see https://kubernetes.io/docs/tutorials/security/seccomp/
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export class SeccompProfile {
  /** Name of the profile. */
  public readonly name: string;
  /** Action on a system call that no rule covers. */
  public readonly defaultAction: SeccompAction;
  /** Error number of the default action; undefined for EPERM. */
  public readonly defaultErrnoRet?: number;
  /** Interfaces that are covered besides the node's own, sorted. */
  public readonly architectures: SeccompArchitecture[];
  /** Flags of the installation of the filter, sorted. */
  public readonly flags: SeccompFlag[];
  /** Rules in the given order, with sorted names and with the values of conditions as decimal texts. */
  public readonly syscalls: SeccompSyscallRule[];
  /** Socket of the agent that decides for the action `NOTIFY`. */
  public readonly listenerPath?: string;
  /** Text that the agent receives with each container. */
  public readonly listenerMetadata?: string;
  /** Path below the kubelet's seccomp folder: `securityContext.seccompProfile.localhostProfile` of a pod. */
  public readonly localhostProfile: string;

  /** @throws {@link InputError} with every problem of the props, if there is one */
  constructor(props: SeccompProfileProps) {
    const defaultAction = props.defaultAction ?? SeccompAction.ERRNO;
    const syscalls = (props.syscalls ?? []).map(normalSyscallRule);
    const localhostProfile = props.localhostProfile ?? `secure-edge/${props.name}.json`;

    const problems = new Problems();
    checkProfile(props, defaultAction, syscalls, problems);
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

  /** Returns the profile as the JSON file that a runtime reads: indented, the same for equal profiles, with a line feed at its end. */
  public render(): string {
    const json = renderExactJson({
      defaultAction: this.defaultAction,
      defaultErrnoRet: this.defaultErrnoRet,
      architectures: unlessEmpty(this.architectures),
      flags: unlessEmpty(this.flags),
      listenerPath: this.listenerPath,
      listenerMetadata: this.listenerMetadata,
      syscalls: this.syscalls.map(syscallRuleJson),
    });
    return `${json}\n`;
  }
}

/** Returns the distinct values in the order of their code units. */
function sortedSet<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}

function unlessEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}
