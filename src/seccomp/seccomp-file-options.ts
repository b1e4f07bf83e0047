import type { Capability } from '../host/capability';
import type { SeccompArchitecture } from './architecture';
import type { SeccompSyscallRule } from './syscall-rule';

/** Additions to a seccomp file. */
export interface SeccompExtendOptions {
  /**
   * System calls to allow for all arguments. Replaces the rules of the file for these calls.
   *
   * @default - none
   */
  readonly allow?: string[];

  /**
   * Rules in addition to those of the file.
   *
   * @default - none
   */
  readonly rules?: SeccompSyscallRule[];

  /**
   * Interfaces in addition to those of the file.
   *
   * @default - none
   */
  readonly architectures?: SeccompArchitecture[];
}

/** Properties of the container and the node for which a container engine's file is resolved. */
export interface SeccompResolveOptions {
  /** Interface of the node's own programs. */
  readonly architecture: SeccompArchitecture;

  /**
   * Capabilities of the container.
   *
   * @default - none, as in SecureEdgeApp
   */
  readonly capabilities?: Capability[];

  /**
   * Version of the node's kernel, such as `5.15`.
   *
   * @default - newer than every version in the file
   */
  readonly kernel?: string;
}

/** Properties of a typed profile that a file does not contain. */
export interface SeccompToProfileOptions {
  /**
   * Name of the profile.
   *
   * @default - the name of the file's profile
   */
  readonly name?: string;

  /**
   * Path of the profile below the kubelet's seccomp folder.
   *
   * @default `secure-edge/<name>.json`
   */
  readonly localhostProfile?: string;
}
