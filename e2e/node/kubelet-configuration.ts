/** Folder in which the kubelet looks for pods that do not come from an API server. */
const STATIC_POD_PATH = '/etc/kubernetes/manifests';

/**
 * The kubelet's configuration, as JSON.
 *
 * @param port of its API; nothing but this machine reaches it, so that it asks nobody for a name
 */
export function kubeletConfiguration(port: number): string {
  return JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    port,
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    cgroupDriver: 'systemd',
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    // nobody answers there: it keeps the kubelet from a warning for each pod
    clusterDNS: ['10.96.0.10'],
    failSwapOn: false,
    staticPodPath: STATIC_POD_PATH,
    enforceNodeAllocatable: [],
    evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '2%', 'imagefs.available': '2%' },
  });
}
