import { PARSEC_SERVICE_FOLDERS } from './parsec';
import { canonicalPath, holdsPath } from './path';

/** Path of a node that no app may mount. */
export interface SensitivePath {
  /** Canonical path. */
  readonly path: string;
  /** Reason, as a complete clause. */
  readonly reason: string;
  /** True if only this folder is sensitive, and not everything below it. */
  readonly isExact?: boolean;
}

/**
 * Paths of a node that give access to the whole node, or to the secrets of other pods.
 * Sources: Kubernetes' hostPath documentation, CIS Kubernetes Benchmark 5.2.12, MITRE ATT&CK T1611.
 */
export const SENSITIVE_PATHS: ReadonlyArray<SensitivePath> = [
  { path: '/', reason: 'it is the whole node', isExact: true },
  { path: '/bin', reason: "it contains the node's programs", isExact: true },
  { path: '/boot', reason: "it contains the node's kernel" },
  { path: '/dev', reason: 'it contains every device of the node', isExact: true },
  { path: '/dev/kmem', reason: "it is the kernel's memory" },
  { path: '/dev/mem', reason: "it is the node's memory" },
  { path: '/etc', reason: "it contains the node's configuration", isExact: true },
  { path: '/etc/cni', reason: 'it configures the network of every pod' },
  { path: '/etc/gshadow', reason: "it contains the node's group passwords" },
  { path: '/etc/kubernetes', reason: "it contains the node's own credentials" },
  { path: '/etc/shadow', reason: "it contains the node's passwords" },
  { path: '/etc/ssh', reason: "it contains the node's SSH keys" },
  { path: '/home', reason: "it contains the users' keys", isExact: true },
  { path: '/lib', reason: "it contains the node's kernel modules", isExact: true },
  { path: '/lib64', reason: "it contains the node's libraries", isExact: true },
  { path: '/proc', reason: 'it contains every process of the node' },
  { path: '/root', reason: "it contains the administrator's keys" },
  { path: '/sbin', reason: "it contains the node's programs", isExact: true },
  { path: '/sys', reason: "it contains the kernel's settings", isExact: true },
  { path: '/usr', reason: "it contains the node's programs", isExact: true },
  { path: '/var', reason: 'it contains the Secrets of every pod on the node', isExact: true },
  { path: '/var/lib', reason: 'it contains the Secrets of every pod on the node', isExact: true },
  { path: '/var/lib/containerd', reason: 'it contains the files of every container' },
  { path: '/var/lib/containers', reason: 'it contains the files of every container' },
  { path: '/var/lib/docker', reason: 'it contains the files of every container' },
  { path: '/var/lib/etcd', reason: "it contains the cluster's whole state" },
  { path: '/var/lib/kubelet', reason: 'it contains the Secrets of every pod on the node', isExact: true },
  { path: '/var/lib/kubelet/pki', reason: "it contains the node's own credentials" },
  { path: '/var/lib/kubelet/pods', reason: 'it contains the Secrets of every pod on the node' },
  { path: '/var/lib/rancher', reason: "it contains the node's own credentials and the files of every container" },
  { path: '/var/log', reason: 'a link in it shows any file of the node to everyone who can read logs', isExact: true },
  ...PARSEC_SERVICE_FOLDERS.map((path) => ({
    path,
    reason: "only Parsec's service may see its keys and configuration",
  })),
];

/** Sockets of container runtimes, their folders with everything in them, and the folders that contain these. */
const RUNTIME_SOCKET = /^\/(var|run|run\/([^/]+\/)*(docker|containerd|crio|cri-dockerd|podman|k3s)(\/[^]*|\.sock)?)?$/;

/** Returns the sensitive path that is equal to a mounted path, or contains it. */
export function sensitivePathOf(path: string): SensitivePath | undefined {
  const mounted = canonicalPath(path);
  return SENSITIVE_PATHS.find(({ path: sensitive, isExact }) =>
    isExact === true ? mounted === sensitive : holdsPath(sensitive, mounted),
  );
}

/** Returns true if a mounted path is the socket of a container runtime, or a folder through which one can be reached. */
export function reachesRuntimeSocket(path: string): boolean {
  return RUNTIME_SOCKET.test(canonicalPath(path));
}

const TPM = /^\/(dev(\/tpm(rm)?\d+)?)?$/;

/** Returns true if a mounted path is the device of a TPM, or a folder that contains it. */
export function reachesTpm(path: string): boolean {
  return TPM.test(canonicalPath(path));
}
