import { expectTypes } from '../diagnostics/expected-type';
import { isIP } from 'node:net';
import { isDevicePath } from '../host/device-path';
import { reachesRuntimeSocket, sensitivePathOf } from '../host/sensitive-path';
import { Problems, quote } from '../diagnostics/input-error';
import { ensureObjectAt, isObject, listAt, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject } from '../kubernetes/named-object';
import type { Port } from '../kubernetes/port';
import { absolutePath, dnsSubdomain, portNumber, sysctlName } from '../kubernetes/syntax';
import { volumeName } from '../kubernetes/volume-name';
import { canForbidEscalation } from '../kubernetes/hardened-values';
import type { RuleId } from '../kubernetes/rule-id';
import { mountedPathValue, portValue } from '../kubernetes/finding-value';
import { LIMITED_RESOURCES } from '../kubernetes/resource-name';
import { Acknowledgement } from '../kubernetes/acknowledgement';
import { BASELINE_CAPABILITIES, Capability, RESTRICTED_CAPABILITIES } from '../host/capability';
import { PodSecurityLevel, weakest } from './pod-security-level';

/** Type of a path on the node. Source: the Kubernetes API, HostPathType. */
export enum HostPathType {
  DIRECTORY = 'Directory',
  /** Folder that the kubelet creates if it does not exist. Only root can write to it. */
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  FILE = 'File',
  SOCKET = 'Socket',
  CHAR_DEVICE = 'CharDevice',
  BLOCK_DEVICE = 'BlockDevice',
}

/** Options of a mounted path of the node. */
export interface HostPathOptions {
  /** Reason that the app needs the path, at least ten characters. */
  readonly reason: string;

  /**
   * Path in the container.
   * @default - the same path
   */
  readonly mountPath?: string;

  /**
   * Type of the path on the node. The pod does not start if the path has another type.
   * @default HostPathType.DIRECTORY
   */
  readonly type?: HostPathType;

  /**
   * True if the app may write to the path.
   * @default false
   */
  readonly writable?: boolean;
}

/** Folder of the kubelet in which device plugins register. */
const DEVICE_PLUGINS = '/var/lib/kubelet/device-plugins';

const DEVICE_TYPES = [HostPathType.CHAR_DEVICE, HostPathType.BLOCK_DEVICE];

/** Type of a profile that does not confine. */
const UNCONFINED = 'Unconfined';

const RUNTIME = "it gives access to the container runtime's socket";

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
    const accepts: Accepted[] = [
      { rule: 'run-as-non-root', value: 'false' },
      { rule: 'run-as-user', value: '0' },
      { rule: 'run-as-user', value: 'runAsGroup: 0' },
    ];
    return new Weakness(accepts, reason, PodSecurityLevel.BASELINE, (container) => {
      Object.assign(securityContextOf(container), { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false });
    });
  }

  /**
   * Adds capabilities. Without this weakness a container has none. A process whose user is not 0 gets them only if the file
   * of its program has them too.
   * @throws {@link InputError} if no capability is given, or the reason has fewer than ten characters
   */
  public static addCapabilities(capabilities: Capability[], reason: string): Weakness {
    expectTypes('Weakness.addCapabilities', { capabilities: [capabilities, { listOf: 'text' }] });
    const problems = new Problems();
    if (capabilities.length === 0) problems.add('capabilities must not be empty: add those that the app needs');
    problems.throwIfAny('Weakness.addCapabilities');
    // the API server rejects SYS_ADMIN with allowPrivilegeEscalation: false, so hardening leaves that field unset
    const escalation: Accepted[] = canForbidEscalation({ capabilities: { add: capabilities } })
      ? []
      : [{ rule: 'no-privilege-escalation' }];
    const added = [...new Set(capabilities)].map((value): Accepted => ({ rule: 'added-capabilities', value }));
    return new Weakness([...added, ...escalation], reason, weakest(capabilities.map(levelOf)), (container) => {
      const held = (securityContextOf(container)['capabilities'] ??= {}) as JsonObject;
      held['add'] = [...new Set([...listAt(held, 'add'), ...capabilities])].sort();
    });
  }

  /**
   * Keeps the default capabilities of the runtime, which differ between runtimes.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static runtimeCapabilities(reason: string): Weakness {
    return new Weakness([{ rule: 'drop-all-capabilities' }], reason, PodSecurityLevel.BASELINE, (container) => {
      ((securityContextOf(container)['capabilities'] ??= {}) as JsonObject)['drop'] = [];
    });
  }

  /**
   * Lets a process gain more privileges than its parent, for example with a setuid program.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static privilegeEscalation(reason: string): Weakness {
    return new Weakness(
      [{ rule: 'no-privilege-escalation', value: 'true' }],
      reason,
      PodSecurityLevel.BASELINE,
      (container) => {
        securityContextOf(container)['allowPrivilegeEscalation'] = true;
      },
    );
  }

  /**
   * Gives the container every capability and every device of the node, so that it has full root access to the node.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static privileged(reason: string): Weakness {
    // hardening does not restrict capabilities or escalation of a privileged container, because the API server rejects that
    const accepts: Accepted[] = [
      { rule: 'no-privileged', value: 'true' },
      { rule: 'no-privilege-escalation' },
      { rule: 'drop-all-capabilities' },
    ];
    return new Weakness(accepts, reason, PodSecurityLevel.PRIVILEGED, (container) => {
      securityContextOf(container)['privileged'] = true;
    });
  }

  /**
   * Lets the container write to its root file system.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static writableRootFilesystem(reason: string): Weakness {
    return new Weakness(
      [{ rule: 'read-only-root-filesystem', value: 'false' }],
      reason,
      PodSecurityLevel.RESTRICTED,
      (container) => {
        securityContextOf(container)['readOnlyRootFilesystem'] = false;
      },
    );
  }

  /**
   * Removes the limits of CPU, memory and ephemeral storage, so that the container can use up the gateway's resources.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unlimitedResources(reason: string): Weakness {
    const accepts = LIMITED_RESOURCES.map((value): Accepted => ({ rule: 'resource-limits', value }));
    return new Weakness(accepts, reason, PodSecurityLevel.RESTRICTED, (container) => {
      const resources = ensureObjectAt(container, 'resources');
      if (resources) delete resources['limits'];
    });
  }

  /**
   * Shares the node's network, with its addresses and its loopback services. Network policies do not apply to the pod.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static hostNetwork(reason: string): Weakness {
    const accepts: Accepted[] = [{ rule: 'no-host-namespaces', value: 'hostNetwork', ofPod: true }];
    return new Weakness(accepts, reason, PodSecurityLevel.PRIVILEGED, undefined, (spec) => {
      // without this policy, the pod would use the node's resolver, which does not know the cluster's names
      Object.assign(spec, { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    });
  }

  /**
   * Shares the node's process ids.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static hostPid(reason: string): Weakness {
    const accepts: Accepted[] = [{ rule: 'no-host-namespaces', value: 'hostPID', ofPod: true }];
    return new Weakness(accepts, reason, PodSecurityLevel.PRIVILEGED, undefined, (spec) => {
      spec['hostPID'] = true;
    });
  }

  /**
   * Shares the node's System V and POSIX IPC, with the shared memory of its processes.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static hostIpc(reason: string): Weakness {
    const accepts: Accepted[] = [{ rule: 'no-host-namespaces', value: 'hostIPC', ofPod: true }];
    return new Weakness(accepts, reason, PodSecurityLevel.PRIVILEGED, undefined, (spec) => {
      spec['hostIPC'] = true;
    });
  }

  /**
   * Lets the containers of the pod see the processes of each other, and their files in `/proc`.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static sharedProcesses(reason: string): Weakness {
    const accepts: Accepted[] = [{ rule: 'no-shared-processes', ofPod: true }];
    return new Weakness(accepts, reason, PodSecurityLevel.RESTRICTED, undefined, (spec) => {
      spec['shareProcessNamespace'] = true;
    });
  }

  /**
   * Gives the first process a terminal. Everyone who may attach to the pod can read it.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static terminal(reason: string): Weakness {
    return new Weakness([{ rule: 'no-terminal', value: 'tty' }], reason, PodSecurityLevel.RESTRICTED, (container) => {
      container['tty'] = true;
    });
  }

  /**
   * Keeps the standard input of the first process open. Everyone who may attach to the pod can type into it.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static standardInput(reason: string): Weakness {
    return new Weakness([{ rule: 'no-terminal', value: 'stdin' }], reason, PodSecurityLevel.RESTRICTED, (container) => {
      container['stdin'] = true;
    });
  }

  /**
   * Sets a kernel parameter of the pod that the Pod Security Standards do not count as safe. The kubelet accepts it only if
   * its administrator allowed it. Set safe parameters with the `sysctls` prop.
   * @param name name, such as `net.core.somaxconn`
   * @throws {@link InputError} if the name is invalid, or the reason has fewer than ten characters
   */
  public static sysctl(name: string, value: string, reason: string): Weakness {
    const problems = new Problems();
    problems.add(sysctlName(name));
    problems.throwIfAny('Weakness.sysctl');
    return new Weakness(
      [{ rule: 'safe-sysctls', value: name, ofPod: true }],
      reason,
      PodSecurityLevel.PRIVILEGED,
      undefined,
      (spec) => {
        const context = (spec['securityContext'] ??= {}) as JsonObject;
        const others = listAt(context, 'sysctls').filter((each) => !isObject(each) || each['name'] !== name);
        context['sysctls'] = [...others, { name, value }];
      },
    );
  }

  /**
   * Mounts a path of the node. A container can open a device of the node only if it also has {@link Weakness.privileged}: use
   * {@link Device} instead.
   * @throws {@link InputError} if the reason has fewer than ten characters, or the path is sensitive (`/etc`, `/var/lib/parsec`), gives access to a container runtime's socket (`/run`), or is not absolute
   */
  public static hostPath(path: string, options: HostPathOptions): Weakness {
    expectTypes('Weakness.hostPath', { path: [path, 'text'], options: [options, 'object'] });
    const mountPath = options.mountPath ?? path;
    const refused = path.startsWith('/') ? reasonAgainst(path) : undefined;
    const problems = new Problems();
    problems.add(
      refused === undefined
        ? absolutePath('path of the host', path)
        : `path of the host must not be ${quote(path)}, because ${refused}: mount only the folder that the app needs`,
    );
    problems.add(absolutePath('mountPath', mountPath));
    problems.throwIfAny('Weakness.hostPath');
    const readOnly = !(options.writable ?? false);
    const hostPath = { path, type: options.type ?? HostPathType.DIRECTORY };
    const written: Accepted = { rule: 'read-only-host-path', value: mountedPathValue(path, mountPath) };
    return new Weakness(
      [{ rule: 'no-host-path', value: path, ofPod: true }, ...(readOnly ? [] : [written])],
      options.reason,
      PodSecurityLevel.PRIVILEGED,
      (container, spec) => {
        container['volumeMounts'] = [
          ...listAt(container, 'volumeMounts'),
          { name: hostVolume(spec, hostPath), mountPath, ...(readOnly && { readOnly }) },
        ];
      },
      (spec) => {
        hostVolume(spec, hostPath);
      },
      [mountPath],
      undefined,
      deviceAt(path, options.type),
    );
  }

  /**
   * Adds names of an address to `/etc/hosts` of the containers, which bypass DNS.
   * @param address IP address, such as `192.0.2.1`
   * @param names host names
   * @throws {@link InputError} if the address or a name is invalid, no name is given, or the reason has fewer than ten characters
   */
  public static hostAlias(address: string, names: string[], reason: string): Weakness {
    expectTypes('Weakness.hostAlias', { address: [address, 'text'], names: [names, { listOf: 'text' }] });
    const problems = new Problems();
    if (isIP(address) === 0) problems.add(`address must be an IP address, got ${quote(address)}`);
    if (names.length === 0) problems.add('names must not be empty');
    for (const name of names) problems.add(dnsSubdomain('host name', name));
    problems.throwIfAny('Weakness.hostAlias');
    const accepts: Accepted[] = [{ rule: 'no-host-aliases', value: `${address}: ${names.join(', ')}`, ofPod: true }];
    return new Weakness(accepts, reason, PodSecurityLevel.RESTRICTED, undefined, (spec) => {
      const [held, alias] = [listAt(spec, 'hostAliases'), { ip: address, hostnames: [...names] }];
      // two containers can need the same name, which is one entry
      if (!held.some((each) => JSON.stringify(each) === JSON.stringify(alias))) spec['hostAliases'] = [...held, alias];
    });
  }

  /**
   * Opens a port of the node for a port of the container. Everyone who can reach the node can connect, past Services and
   * often past network policies.
   * @param port port of the container, which is also in its `ports`
   * @param hostPort port of the node, 1 to 65535
   * @throws {@link InputError} if the port of the node is invalid, or the reason has fewer than ten characters
   */
  public static hostPort(port: Port, hostPort: number, reason: string): Weakness {
    expectTypes('Weakness.hostPort', { port: [port, { instanceOf: 'Port', madeBy: 'Port.tcp(8080)' }] });
    const problems = new Problems();
    problems.add(portNumber('port of the node', hostPort));
    problems.throwIfAny('Weakness.hostPort');
    const value = portValue(hostPort, port.protocol);
    return new Weakness([{ rule: 'no-host-ports', value }], reason, PodSecurityLevel.PRIVILEGED, (container) => {
      const ports = listAt(container, 'ports').filter(isObject);
      const held = ports.find((each) => each['containerPort'] === port.number && each['protocol'] === port.protocol);
      if (held && held['hostPort'] === undefined) held['hostPort'] = hostPort;
      else container['ports'] = [...ports, { containerPort: port.number, hostPort, protocol: port.protocol }];
    });
  }

  /**
   * Mounts the token of a service account, so that the app can call the API server.
   * @param serviceAccount service account, or its name
   * @param reason reason for which the app calls the API server
   * @throws {@link InputError} if the name is invalid, the object is not a ServiceAccount, or the reason has fewer than ten characters
   */
  public static serviceAccountToken(serviceAccount: string | INamedObject, reason: string): Weakness {
    const problems = new Problems();
    const { name: serviceAccountName, problem } = referenceTo('ServiceAccount', serviceAccount, 'service account');
    problems.add(problem);
    problems.throwIfAny('Weakness.serviceAccountToken');
    const accepts: Accepted[] = [{ rule: 'no-service-account-token', value: 'true', ofPod: true }];
    return new Weakness(accepts, reason, PodSecurityLevel.RESTRICTED, undefined, (spec) => {
      Object.assign(spec, { serviceAccountName, automountServiceAccountToken: true });
    });
  }

  /**
   * Runs without a seccomp profile, so that every system call of the kernel is allowed.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unconfinedSeccomp(reason: string): Weakness {
    const accepts: Accepted[] = [{ rule: 'seccomp-profile', value: UNCONFINED }];
    return new Weakness(accepts, reason, PodSecurityLevel.PRIVILEGED, undefined, undefined, [], 'seccomp');
  }

  /**
   * Runs without an AppArmor profile, not even the runtime's.
   * @throws {@link InputError} if the reason has fewer than ten characters
   */
  public static unconfinedAppArmor(reason: string): Weakness {
    return new Weakness(
      [{ rule: 'apparmor-profile', value: UNCONFINED }],
      reason,
      PodSecurityLevel.PRIVILEGED,
      undefined,
      undefined,
      [],
      'appArmor',
    );
  }

  /** Acknowledgements of the rules that the weakness breaks. */
  public readonly acknowledgements: Acknowledgement[];

  /**
   * Returns the acknowledgements of a container with the weakness.
   * @internal
   */
  public _acknowledgementsIn(container: string): Acknowledgement[] {
    return this.accepts.map(
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

  private constructor(
    private readonly accepts: ReadonlyArray<Accepted>,
    public readonly reason: string,
    /** Strictest level of the Pod Security Standards that accepts the weakness. */
    public readonly podSecurityLevel: PodSecurityLevel,
    /** @internal */
    public readonly _weakenContainer: (container: JsonObject, spec: JsonObject) => void = () => undefined,
    /** @internal */
    public readonly _weakenPod?: (spec: JsonObject) => void,
    /** Paths in the container that the weakness mounts. */
    public readonly mountPaths: string[] = [],
    /** @internal */
    public readonly _unconfined?: 'seccomp' | 'appArmor',
    /** Device of the node that the weakness mounts. @internal */
    public readonly _device?: string,
  ) {
    this.acknowledgements = accepts.map(({ rule, value }) => new Acknowledgement({ rule, reason, value }));
    this._isPrivileged = accepts.some(({ rule }) => rule === 'no-privileged');
    this._isDevicePlugin = accepts.some(({ rule, value }) => rule === 'no-host-path' && value === DEVICE_PLUGINS);
    this._opensNodePort = accepts.some(({ rule }) => rule === 'no-host-ports');
    this._sharesNetwork = accepts.some(({ value }) => value === 'hostNetwork');
    this._isRoot = accepts.some(({ rule }) => rule === 'run-as-user');
    this._ofPod = _weakenPod !== undefined;
  }
}

/** Finding that a weakness causes. */
interface Accepted {
  readonly rule: RuleId;
  /** Value of the finding. Unset if it has none. */
  readonly value?: string;
  /** True for a finding in the pod. Otherwise, it is in the container of the weakness. */
  readonly ofPod?: boolean;
}

/** Reason that a path of the host must not be mounted. */
function reasonAgainst(path: string): string | undefined {
  return sensitivePathOf(path)?.reason ?? (reachesRuntimeSocket(path) ? RUNTIME : undefined);
}

/** Returns the device that a path of the host is. Undefined if the path is not known to be one. */
function deviceAt(path: string, type: HostPathType | undefined): string | undefined {
  const isDevice = type === undefined ? isDevicePath(path) : DEVICE_TYPES.includes(type);
  return isDevice ? path : undefined;
}

/** Strictest level that accepts a capability. */
function levelOf(capability: Capability): PodSecurityLevel {
  if (RESTRICTED_CAPABILITIES.has(capability)) return PodSecurityLevel.RESTRICTED;
  return BASELINE_CAPABILITIES.has(capability) ? PodSecurityLevel.BASELINE : PodSecurityLevel.PRIVILEGED;
}

/** Returns the name of the pod's volume for a path of the host. Adds the volume if it does not exist. */
function hostVolume(spec: JsonObject, hostPath: { readonly path: string; readonly type: HostPathType }): string {
  const volumes = listAt(spec, 'volumes').filter(isObject);
  const standing = volumes.find((v) => {
    const { path, type } = objectAt(v, 'hostPath');
    return path === hostPath.path && type === hostPath.type;
  });
  const name =
    stringAt(standing ?? {}, 'name') ??
    volumeName(`host${hostPath.path}`, new Set(volumes.map((v) => stringAt(v, 'name'))));
  if (!standing) spec['volumes'] = [...volumes, { name, hostPath: { ...hostPath } }];
  return name;
}

function securityContextOf(container: JsonObject): JsonObject {
  return (container['securityContext'] ??= {}) as JsonObject;
}
