import {
  SeccompProfile as SeccompProfileObject,
  type SeccompProfileSpec,
  type SeccompProfileSpecArchitectures,
  type SeccompProfileSpecDefaultAction,
  type SeccompProfileSpecFlags,
  type SeccompProfileSpecSyscalls,
  type SeccompProfileSpecSyscallsAction,
  type SeccompProfileSpecSyscallsArgs,
  type SeccompProfileSpecSyscallsArgsOp,
} from '../../imports/seccomp-security-profiles-operator.x-k8s.io';
import { Problems, quote } from '../diagnostics/input-error';
import { SeccompArchitecture } from './architecture';
import { SeccompProfile } from './profile';
import { SeccompArgument, SeccompSyscallRule } from './syscall-rule';

const EPERM = 1;
const OBJECT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_OBJECT_NAME = 253;
const LISTENER_PATH = /^\/var\/run\/security-profiles-operator\/[a-zA-Z0-9_.-]+$/;
const UNKNOWN_ARCHITECTURES = [SeccompArchitecture.LOONGARCH64] as const;

/**
 * A seccomp profile as a `SeccompProfile` object of the Security Profiles Operator (v1,
 * cluster-scoped). The operator writes the file on every node.
 *
 * @see https://github.com/kubernetes-sigs/security-profiles-operator
 */
export class OperatorSeccompProfile {
  /** Value of a pod's `localhostProfile`, from version 1.0 of the operator on: `operator/<name>.json`. */
  public readonly localhostProfile: string;

  /** @throws {@link InputError} if the operator's format cannot express a part of the profile; it lists every such part */
  constructor(private readonly profile: SeccompProfile) {
    const problems = new Problems();
    problems.add(checkObjectName(profile.name));
    problems.add(checkDefaultErrno(profile.defaultErrnoRet));
    problems.add(checkListenerPath(profile.listenerPath));
    for (const architecture of profile.architectures.filter((a) => !isKnown(a))) {
      problems.add(`architectures: the operator does not know ${architecture}`);
    }
    profile.syscalls.forEach((rule, i) =>
      rule.args?.forEach((arg) => checkRange(arg, `syscalls[${i}], argument ${arg.index}`, problems)),
    );
    problems.throwIfAny(`OperatorSeccompProfile ${quote(profile.name)}`);

    this.localhostProfile = `operator/${profile.name}.json`;
  }

  /** Returns the object as plain JSON. */
  public toManifest(): Record<string, unknown> {
    const { name, defaultAction, architectures, flags, listenerPath, listenerMetadata, syscalls } = this.profile;
    const spec: SeccompProfileSpec = {
      defaultAction: wordOf<SeccompProfileSpecDefaultAction>(defaultAction),
      ...(architectures.length > 0 && {
        architectures: architectures.filter(isKnown).map(wordOf<SeccompProfileSpecArchitectures>),
      }),
      ...(flags.length > 0 && { flags: flags.map(wordOf<SeccompProfileSpecFlags>) }),
      listenerPath,
      listenerMetadata,
      ...(syscalls.length > 0 && { syscalls: syscalls.map(toSyscall) }),
    };
    return SeccompProfileObject.manifest({ metadata: { name }, spec }) as Record<string, unknown>;
  }
}

/** Returns a word of the profile as the operator's enum of the same words. */
function wordOf<T extends string>(word: `${T}`): T {
  return word as T;
}

function isKnown(
  architecture: SeccompArchitecture,
): architecture is Exclude<SeccompArchitecture, (typeof UNKNOWN_ARCHITECTURES)[number]> {
  return !UNKNOWN_ARCHITECTURES.some((unknown) => unknown === architecture);
}

function toSyscall({ names, action, errnoRet, args }: SeccompSyscallRule): SeccompProfileSpecSyscalls {
  return {
    names: [...names],
    action: wordOf<SeccompProfileSpecSyscallsAction>(action),
    errnoRet,
    ...(args && { args: args.map(toArgument) }),
  };
}

function toArgument({ index, op, value, valueTwo }: SeccompArgument): SeccompProfileSpecSyscallsArgs {
  return {
    index,
    op: wordOf<SeccompProfileSpecSyscallsArgsOp>(op),
    value: Number(value),
    ...(valueTwo !== undefined && { valueTwo: Number(valueTwo) }),
  };
}

function checkObjectName(name: string): string | undefined {
  if (OBJECT_NAME.test(name) && name.length <= LONGEST_OBJECT_NAME) return undefined;
  return `name must be the name of a Kubernetes object (lower-case letters, digits, - and ., beginning and ending with a letter or digit, at most ${LONGEST_OBJECT_NAME}), got ${quote(name)}`;
}

/** Checks the default error number. EPERM can be omitted, because it is the default of runtimes. */
function checkDefaultErrno(errno: number | undefined): string | undefined {
  if (errno === undefined || errno === EPERM) return undefined;
  return `the operator's format has no defaultErrnoRet, got ${errno}: remove it, and calls return EPERM (${EPERM})`;
}

function checkListenerPath(path: string | undefined): string | undefined {
  if (path === undefined || LISTENER_PATH.test(path)) return undefined;
  return `listenerPath must be a file in /var/run/security-profiles-operator, got ${quote(path)}`;
}

/** Checks the values of a condition. The operator's integers are signed, and integers of a manifest are exact only up to 2^53-1. */
function checkRange(arg: SeccompArgument, where: string, problems: Problems): void {
  for (const key of ['value', 'valueTwo'] as const) {
    if (Number(arg[key] ?? 0) <= Number.MAX_SAFE_INTEGER) continue;
    problems.add(
      `${where}: ${key} of a manifest must be 0 to 2^53-1, got ${quote(arg[key])}: install the profile as a file`,
    );
  }
}
