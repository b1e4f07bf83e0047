import type { Capability } from '../host/capability';
import type { SeccompArchitecture } from './architecture';
import type { SeccompSyscallRule } from './syscall-rule';

/** What is added to a seccomp file. */
export interface SeccompExtendOptions {
  /**
   * System calls to allow, whatever their arguments; this takes the place of what the file says of them.
   *
   * @default - none
   */
  readonly allow?: string[];

  /**
   * Rules besides those that are there.
   *
   * @default - none
   */
  readonly rules?: SeccompSyscallRule[];

  /**
   * Interfaces besides those that are there.
   *
   * @default - none
   */
  readonly architectures?: SeccompArchitecture[];
}

/** What a container has that a file of a container engine asks about. */
export interface SeccompResolveOptions {
  /** The interface of the node's own programs. */
  readonly architecture: SeccompArchitecture;

  /**
   * Capabilities of the container.
   *
   * @default - none, as SecureEdgeApp has it
   */
  readonly capabilities?: Capability[];

  /**
   * Version of the node's kernel: `5.15`.
   *
   * @default - newer than any that the file asks about
   */
  readonly kernel?: string;
}

/** What a typed profile has that a file does not say. */
export interface SeccompToProfileOptions {
  /**
   * Name of the profile.
   *
   * @default - that of the file
   */
  readonly name?: string;

  /**
   * Where the profile lies below the kubelet's seccomp folder.
   *
   * @default `secure-edge/<name>.json`
   */
  readonly localhostProfile?: string;
}
