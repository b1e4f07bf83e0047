import { Problems, quote } from '../input-error';
import { ensureObjectAt, listAt, type JsonObject } from '../kubernetes/manifest';
import { absolutePath, dnsSubdomain } from '../kubernetes/syntax';
import { Acknowledgement } from '../policy/acknowledgement';
import { Capability } from './capability';
import { PodSecurityLevel } from './pod-security';

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

/** Capabilities that Pod Security baseline lets a container add. */
const BASELINE_CAPABILITIES: ReadonlySet<Capability> = new Set([
  Capability.AUDIT_WRITE,
  Capability.CHOWN,
  Capability.DAC_OVERRIDE,
  Capability.FOWNER,
  Capability.FSETID,
  Capability.KILL,
  Capability.MKNOD,
  Capability.NET_BIND_SERVICE,
  Capability.SETFCAP,
  Capability.SETGID,
  Capability.SETPCAP,
  Capability.SETUID,
  Capability.SYS_CHROOT,
]);

/** Paths that hand over the node, or whole parts of it: no reason is good enough for an app. */
const NEVER_MOUNTED = [
  '/',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/proc',
  '/root',
  '/run',
  '/sys',
  '/usr',
  '/var',
  '/var/lib/docker',
  '/var/lib/kubelet',
  '/var/run',
];
const RUNTIME_SOCKETS = /^\/(var\/)?run\/(.*\/)?(docker|containerd|crio|cri-dockerd|podman)\.sock$/;

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
    const level = capabilities.every((c) => BASELINE_CAPABILITIES.has(c))
      ? PodSecurityLevel.BASELINE
      : PodSecurityLevel.PRIVILEGED;
    return new Weakness(['added-capabilities'], reason, level, (container) => {
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
    return new Weakness(['no-privileged'], reason, PodSecurityLevel.PRIVILEGED, (container) => {
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
      spec['hostNetwork'] = true;
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
   * @throws when the path hands over the node (`/run`, `/etc`, a runtime's socket and the like), or is not absolute
   */
  public static hostPath(path: string, options: HostPathOptions): Weakness {
    const mountPath = options.mountPath ?? path;
    const problems = new Problems();
    problems.add(
      NEVER_MOUNTED.includes(path) || RUNTIME_SOCKETS.test(path)
        ? `path ${quote(path)} of the host hands over the node: mount the one folder below it that the app needs`
        : absolutePath('path of the host', path),
    );
    problems.add(absolutePath('mountPath', mountPath));
    problems.throwIfAny('Weakness.hostPath');
    const readOnly = !(options.writable ?? false);
    const volume = `host${path.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 60).replace(/-+$/, '');
    return new Weakness(
      ['no-host-path'],
      options.reason,
      PodSecurityLevel.PRIVILEGED,
      (container) => {
        container['volumeMounts'] = [
          ...listAt(container, 'volumeMounts'),
          { name: volume, mountPath, ...(readOnly && { readOnly }) },
        ];
      },
      (spec) => {
        const volumes = listAt(spec, 'volumes');
        if (!volumes.some((v) => (v as JsonObject)['name'] === volume))
          spec['volumes'] = [
            ...volumes,
            { name: volume, hostPath: { path, type: options.type ?? HostPathType.DIRECTORY } },
          ];
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
    public readonly _weakenContainer: (container: JsonObject) => void = () => undefined,
    /** @internal */
    public readonly _weakenPod?: (spec: JsonObject) => void,
    /** Where it mounts something. */
    public readonly mountPaths: string[] = [],
    /** @internal */
    public readonly _unconfined?: 'seccomp' | 'appArmor',
  ) {
    this.acknowledgements = rules.map((rule) => new Acknowledgement({ rule, reason }));
    this._ofPod = _weakenPod !== undefined || _unconfined !== undefined;
  }
}

function securityContextOf(container: JsonObject): JsonObject {
  return (container['securityContext'] ??= {}) as JsonObject;
}
