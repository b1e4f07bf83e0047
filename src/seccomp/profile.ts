import { Problems, quote } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import type { SeccompArchitecture } from './architecture';
import type { SeccompFlag } from './flag';
import { renderExactJson } from './json/exact-json';
import { checkProfile } from './profile-problems';
import type { SeccompProfileProps } from './profile-props';
import { normalSyscallRule, syscallRuleJson, type SeccompSyscallRule } from './syscall-rule';

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

  /** The profile as the JSON file that a runtime reads: pretty, the same for equal profiles, ending in a newline. */
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

/** In the order of code units. */
function sortedSet<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}

function unlessEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}
