import { Acknowledgement } from '../kubernetes/acknowledgement';
import type { INamedObject } from '../kubernetes/named-object';
import type { Port } from '../kubernetes/port';
import type { Capability } from '../host/capability';
import type { PodSecurityLevel } from './pod-security-level';
import { hostAlias, nodePort } from './weaknesses/addresses';
import { serviceAccountToken } from './weaknesses/api-access';
import { seLinuxLabel, type SeLinuxLabel, unconfined, unmaskedProc } from './weaknesses/unconfined';
import { interactive, unlimitedResources, writableRootFilesystem } from './weaknesses/container-settings';
import type { WeaknessEffect } from './weaknesses/effect';
import { type HostPathOptions, nodePath } from './weaknesses/node-path';
import { hostNamespace, hostNetwork, sharedProcesses, unsafeSysctl } from './weaknesses/pod-namespaces';
import {
  addedCapabilities,
  privileged,
  privilegeEscalation,
  rootUser,
  runtimeCapabilities,
} from './weaknesses/privileges';

/** Folder of the kubelet in which device plugins register. */
const DEVICE_PLUGINS = '/var/lib/kubelet/device-plugins';

/**
 * Weaker setting of a container, with a reason.
 *
 * A weakness writes the weaker value into the manifest, which hardening keeps. It also writes an acknowledgement of each
 * rule that the value breaks, so that a diff shows the weakness and its reason.
 */
export class Weakness {
  /**
   * Runs as user and group 0.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static rootUser(reason: string): Weakness {
    return new Weakness(rootUser(), reason);
  }

  /**
   * Adds capabilities. Without this weakness a container has none. A process whose user is not 0 gets them only if the file
   * of its program has them too.
   * @throws {@link InputError} if no capability is given, or the reason has fewer than ten characters
   */
  public static addCapabilities(capabilities: Capability[], reason: string): Weakness {
    return new Weakness(addedCapabilities(capabilities), reason);
  }

  /**
   * Keeps the default capabilities of the runtime, which differ between runtimes.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static runtimeCapabilities(reason: string): Weakness {
    return new Weakness(runtimeCapabilities(), reason);
  }

  /**
   * Lets a process gain more privileges than its parent, for example with a setuid program.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static privilegeEscalation(reason: string): Weakness {
    return new Weakness(privilegeEscalation(), reason);
  }

  /**
   * Gives the container every capability and every device of the node, so that it has full root access to the node.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static privileged(reason: string): Weakness {
    return new Weakness(privileged(), reason);
  }

  /**
   * Lets the container write to its root file system.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static writableRootFilesystem(reason: string): Weakness {
    return new Weakness(writableRootFilesystem(), reason);
  }

  /**
   * Removes the limits of CPU, memory and ephemeral storage, so that the container can use up the gateway's resources.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unlimitedResources(reason: string): Weakness {
    return new Weakness(unlimitedResources(), reason);
  }

  /**
   * Shares the node's network, with its addresses and its loopback services. Network policies do not apply to the pod.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static hostNetwork(reason: string): Weakness {
    return new Weakness(hostNetwork(), reason);
  }

  /**
   * Shares the node's process ids.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static hostPid(reason: string): Weakness {
    return new Weakness(hostNamespace('hostPID'), reason);
  }

  /**
   * Shares the node's System V and POSIX IPC, with the shared memory of its processes.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static hostIpc(reason: string): Weakness {
    return new Weakness(hostNamespace('hostIPC'), reason);
  }

  /**
   * Lets the containers of the pod see the processes of each other, and their files in `/proc`.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static sharedProcesses(reason: string): Weakness {
    return new Weakness(sharedProcesses(), reason);
  }

  /**
   * Gives the first process a terminal. Everyone who may attach to the pod can read it.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static terminal(reason: string): Weakness {
    return new Weakness(interactive('tty'), reason);
  }

  /**
   * Keeps the standard input of the first process open. Everyone who may attach to the pod can type into it.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static standardInput(reason: string): Weakness {
    return new Weakness(interactive('stdin'), reason);
  }

  /**
   * Sets a kernel parameter of the pod that the Pod Security Standards do not count as safe. The kubelet accepts it only if
   * its administrator allowed it. Set safe parameters with the `sysctls` prop.
   * @param name name, such as `net.core.somaxconn`
   * @throws {@link InputError} if the name is invalid, or the reason has fewer than ten characters
   */
  public static sysctl(name: string, value: string, reason: string): Weakness {
    return new Weakness(unsafeSysctl(name, value), reason);
  }

  /**
   * Mounts a path of the node. A container can open a device of the node only if it also has {@link Weakness.privileged}: use
   * {@link Device} instead.
   * @throws {@link InputError} if the reason has fewer than ten characters, or the path is sensitive (`/etc`, `/var/lib/parsec`), gives access to a container runtime's socket (`/run`), or is not absolute
   */
  public static hostPath(path: string, options: HostPathOptions): Weakness {
    return new Weakness(nodePath(path, options), options.reason);
  }

  /**
   * Adds names of an address to `/etc/hosts` of the containers, which bypass DNS.
   * @param address IP address, such as `192.0.2.1`
   * @param names host names
   * @throws {@link InputError} if the address or a name is invalid, no name is given, or the reason has fewer than ten characters
   */
  public static hostAlias(address: string, names: string[], reason: string): Weakness {
    return new Weakness(hostAlias(address, names), reason);
  }

  /**
   * Opens a port of the node for a port of the container. Everyone who can reach the node can connect, past Services and
   * often past network policies.
   * @param port port of the container, which is also in its `ports`
   * @param hostPort port of the node, 1 to 65535
   * @throws {@link InputError} if the port of the node is invalid, or the reason has fewer than ten characters
   */
  public static hostPort(port: Port, hostPort: number, reason: string): Weakness {
    return new Weakness(nodePort(port, hostPort), reason);
  }

  /**
   * Mounts the token of a service account, so that the app can call the API server.
   * @param serviceAccount service account, or its name
   * @param reason reason for which the app calls the API server
   * @throws {@link InputError} if the name is invalid, the object is not a ServiceAccount, or the reason has fewer than ten characters
   */
  public static serviceAccountToken(serviceAccount: string | INamedObject, reason: string): Weakness {
    return new Weakness(serviceAccountToken(serviceAccount), reason);
  }

  /**
   * Runs without a seccomp profile, so that every system call of the kernel is allowed.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unconfinedSeccomp(reason: string): Weakness {
    return new Weakness(unconfined('seccomp'), reason);
  }

  /**
   * Runs without an AppArmor profile, not even the runtime's.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unconfinedAppArmor(reason: string): Weakness {
    return new Weakness(unconfined('appArmor'), reason);
  }

  /**
   * Sets an SELinux type, user or role that is not for containers, such as the type `spc_t`, which is not confined. For
   * a type of containers or a level, use {@link SeLinux}.
   * @throws {@link InputError} if the label has no type, user or role, a part is empty, or the reason has fewer than ten characters
   */
  public static seLinux(label: SeLinuxLabel, reason: string): Weakness {
    return new Weakness(seLinuxLabel(label), reason);
  }

  /**
   * Unmasks `/proc` and `/sys`, for nested containers. The pod gets a user namespace of its own, without which the API server
   * rejects this. Needs Kubernetes 1.33.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unmaskedProc(reason: string): Weakness {
    return new Weakness(unmaskedProc(), reason);
  }

  /** Acknowledgements of the rules that the weakness breaks. */
  public readonly acknowledgements: Acknowledgement[];

  /**
   * Returns the acknowledgements of a container with the weakness.
   * @internal
   */
  public _acknowledgementsIn(container: string): Acknowledgement[] {
    return this._effect.accepts.map(
      ({ rule, value, ofPod = false }) =>
        new Acknowledgement({ rule, reason: this.reason, value, ...(!ofPod && { container }) }),
    );
  }

  /**
   * True if the container has every device and capability of the node.
   * @internal
   */
  public readonly _isPrivileged: boolean;

  /**
   * True if the container registers devices at the kubelet.
   * @internal
   */
  public readonly _isDevicePlugin: boolean;

  /**
   * True if the container opens a port of the node, which only one pod of the node can have.
   * @internal
   */
  public readonly _opensNodePort: boolean;

  /**
   * True if network policies do not apply to the pod.
   * @internal
   */
  public readonly _sharesNetwork: boolean;

  /**
   * True if the container runs as user 0.
   * @internal
   */
  public readonly _isRoot: boolean;

  /**
   * True if the weakness applies to the whole pod, and not only to its container.
   * @internal
   */
  public readonly _ofPod: boolean;

  /** Strictest level of the Pod Security Standards that accepts the weakness. */
  public readonly podSecurityLevel: PodSecurityLevel;

  /** Paths in the container that the weakness mounts. */
  public readonly mountPaths: string[];

  private constructor(
    /** @internal */
    public readonly _effect: WeaknessEffect,
    public readonly reason: string,
  ) {
    const { accepts, level, weakenPod, mountPaths = [] } = _effect;
    this.podSecurityLevel = level;
    this.mountPaths = mountPaths;
    this.acknowledgements = accepts.map(({ rule, value }) => new Acknowledgement({ rule, reason, value }));
    this._isPrivileged = accepts.some(({ rule }) => rule === 'no-privileged');
    this._isDevicePlugin = accepts.some(({ rule, value }) => rule === 'no-host-path' && value === DEVICE_PLUGINS);
    this._opensNodePort = accepts.some(({ rule }) => rule === 'no-host-ports');
    this._sharesNetwork = accepts.some(({ value }) => value === 'hostNetwork');
    this._isRoot = accepts.some(({ rule }) => rule === 'run-as-user');
    this._ofPod = weakenPod !== undefined;
  }
}
