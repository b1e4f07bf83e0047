import { reachesRuntimeSocket, sensitivePathOf } from '../host/sensitive-path';
import { Problems, quote } from '../input-error';
import { ensureObjectAt, isObject, listAt, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { absolutePath, dnsSubdomain } from '../kubernetes/syntax';
import { volumeName } from '../kubernetes/volume-name';
import { Acknowledgement } from '../policy/acknowledgement';
import { BASELINE_CAPABILITIES, Capability, RESTRICTED_CAPABILITIES } from '../kubernetes/capability';
import { PodSecurityLevel, weakest } from './pod-security';

/** What a host path must be on the node. Source: the Kubernetes API, HostPathType. */
export enum HostPathType {
  DIRECTORY = 'Directory',
  /** A folder that the kubelet makes, for root alone to write, when it is missing. */
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  FILE = 'File',
  SOCKET = 'Socket',
  CHAR_DEVICE = 'CharDevice',
  BLOCK_DEVICE = 'BlockDevice',
}

/** How a path of the host is mounted. */
export interface HostPathOptions {
  /** Why the app needs it: at least ten characters. */
  readonly reason: string;

  /**
   * Where it stands in the container.
   * @default - the same path
   */
  readonly mountPath?: string;

  /**
   * What it must be on the node; the pod does not start otherwise.
   * @default HostPathType.DIRECTORY
   */
  readonly type?: HostPathType;

  /**
   * Whether the app may write to it.
   * @default false
   */
  readonly writable?: boolean;
}

const RUNTIME = "it gives access to the container runtime's socket";

/**
 * A weaker way of running, asked for by name and with a reason.
 *
 * It writes the weaker value into the manifest, where hardening leaves it, and the acknowledgement of each rule
 * that the value breaks, so that the diff shows what was accepted and why.
 */
export class Weakness {
  /** Runs as user and group 0. */
  public static rootUser(reason: string): Weakness {
    return new Weakness(['run-as-non-root', 'run-as-user'], reason, PodSecurityLevel.BASELINE, (container) => {
      Object.assign(securityContextOf(container), { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false });
    });
  }

  /** Adds capabilities to the none that every container has. A process of a user other than 0 gains them only from its file's own. */
  public static addCapabilities(capabilities: Capability[], reason: string): Weakness {
    const problems = new Problems();
    if (capabilities.length === 0) problems.add('capabilities must not be empty: name what the app needs');
    problems.throwIfAny('Weakness.addCapabilities');
    // SYS_ADMIN excludes allowPrivilegeEscalation: false, so hardening leaves that unset
    const rules = capabilities.includes(Capability.SYS_ADMIN)
      ? ['added-capabilities', 'no-privilege-escalation']
      : ['added-capabilities'];
    return new Weakness(rules, reason, weakest(capabilities.map(levelOf)), (container) => {
      const held = (securityContextOf(container)['capabilities'] ??= {}) as JsonObject;
      held['add'] = [...new Set([...listAt(held, 'add'), ...capabilities])].sort();
    });
  }

  /** Keeps the capabilities that the runtime gives by default, which differ from runtime to runtime. */
  public static runtimeCapabilities(reason: string): Weakness {
    return new Weakness(['drop-all-capabilities'], reason, PodSecurityLevel.BASELINE, (container) => {
      ((securityContextOf(container)['capabilities'] ??= {}) as JsonObject)['drop'] = [];
    });
  }

  /** Lets a process gain more privileges than its parent, by a setuid program for example. */
  public static privilegeEscalation(reason: string): Weakness {
    return new Weakness(['no-privilege-escalation'], reason, PodSecurityLevel.BASELINE, (container) => {
      securityContextOf(container)['allowPrivilegeEscalation'] = true;
    });
  }

  /** Gives the container every capability and every device of the node: it is root of the node. */
  public static privileged(reason: string): Weakness {
    // hardening takes neither capabilities nor escalation from a privileged container, since the API server refuses that
    const rules = ['no-privileged', 'no-privilege-escalation', 'drop-all-capabilities'];
    return new Weakness(rules, reason, PodSecurityLevel.PRIVILEGED, (container) => {
      securityContextOf(container)['privileged'] = true;
    });
  }

  /** Lets the container write to its root file system. */
  public static writableRootFilesystem(reason: string): Weakness {
    return new Weakness(['read-only-root-filesystem'], reason, PodSecurityLevel.RESTRICTED, (container) => {
      securityContextOf(container)['readOnlyRootFilesystem'] = false;
    });
  }

  /** Leaves the container without limits of CPU, memory and ephemeral storage, so that it may starve the gateway. */
  public static unlimitedResources(reason: string): Weakness {
    return new Weakness(['resource-limits'], reason, PodSecurityLevel.RESTRICTED, (container) => {
      const resources = ensureObjectAt(container, 'resources');
      if (resources) delete resources['limits'];
    });
  }

  /** Shares the node's network: its addresses, its loopback services; network policies do not hold. */
  public static hostNetwork(reason: string): Weakness {
    return new Weakness(['no-host-namespaces'], reason, PodSecurityLevel.PRIVILEGED, undefined, (spec) => {
      // without it such a pod asks the node's resolver, which knows no name of the cluster
      Object.assign(spec, { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    });
  }

  /** Shares the node's process ids. */
  public static hostPid(reason: string): Weakness {
    return new Weakness(['no-host-namespaces'], reason, PodSecurityLevel.PRIVILEGED, undefined, (spec) => {
      spec['hostPID'] = true;
    });
  }

  /**
   * Mounts a path of the node.
   * @throws InputError if the path is sensitive (`/etc`, `/var/lib/parsec`), gives access to a container runtime's socket (`/run`), or is not absolute
   */
  public static hostPath(path: string, options: HostPathOptions): Weakness {
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
    return new Weakness(
      ['no-host-path', ...(readOnly ? [] : ['read-only-host-path'])],
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
    );
  }

  /** Mounts the token of a service account, so that the app may call the API server. */
  public static serviceAccountToken(serviceAccountName: string, reason: string): Weakness {
    const problems = new Problems();
    problems.add(dnsSubdomain('service account', serviceAccountName));
    problems.throwIfAny('Weakness.serviceAccountToken');
    return new Weakness(['no-service-account-token'], reason, PodSecurityLevel.RESTRICTED, undefined, (spec) => {
      Object.assign(spec, { serviceAccountName, automountServiceAccountToken: true });
    });
  }

  /** Runs without a seccomp profile: every system call of the kernel. */
  public static unconfinedSeccomp(reason: string): Weakness {
    return new Weakness(['seccomp-profile'], reason, PodSecurityLevel.PRIVILEGED, undefined, undefined, [], 'seccomp');
  }

  /** Runs without an AppArmor profile, not even the runtime's. */
  public static unconfinedAppArmor(reason: string): Weakness {
    return new Weakness(
      ['apparmor-profile'],
      reason,
      PodSecurityLevel.PRIVILEGED,
      undefined,
      undefined,
      [],
      'appArmor',
    );
  }

  /** What is accepted by asking for it: one rule each. */
  public readonly acknowledgements: Acknowledgement[];

  /**
   * Whether its container runs as user 0.
   * @internal
   */
  public readonly _isRoot: boolean;

  /**
   * Whether it weakens the whole pod, not just the container that asks for it.
   * @internal
   */
  public readonly _ofPod: boolean;

  private constructor(
    rules: string[],
    public readonly reason: string,
    /** The strictest level of the Pod Security Standards that takes it. */
    public readonly podSecurityLevel: PodSecurityLevel,
    /** @internal */
    public readonly _weakenContainer: (container: JsonObject, spec: JsonObject) => void = () => undefined,
    /** @internal */
    public readonly _weakenPod?: (spec: JsonObject) => void,
    /** Where it mounts something. */
    public readonly mountPaths: string[] = [],
    /** @internal */
    public readonly _unconfined?: 'seccomp' | 'appArmor',
  ) {
    this.acknowledgements = rules.map((rule) => new Acknowledgement({ rule, reason }));
    this._isRoot = rules.includes('run-as-user');
    this._ofPod = _weakenPod !== undefined;
  }
}

/** Reason that a path of the host must not be mounted. */
function reasonAgainst(path: string): string | undefined {
  return sensitivePathOf(path)?.reason ?? (reachesRuntimeSocket(path) ? RUNTIME : undefined);
}

/** Strictest level that accepts a capability. */
function levelOf(capability: Capability): PodSecurityLevel {
  if (RESTRICTED_CAPABILITIES.has(capability)) return PodSecurityLevel.RESTRICTED;
  return BASELINE_CAPABILITIES.has(capability) ? PodSecurityLevel.BASELINE : PodSecurityLevel.PRIVILEGED;
}

/** Name of the pod's volume for a path of the host; the volume is put there when it is missing. */
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
