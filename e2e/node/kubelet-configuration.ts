/** Folder of the kubelet's static pods. */
const STATIC_POD_PATH = '/etc/kubernetes/manifests';

/**
 * Returns the kubelet's configuration, as JSON.
 * @param port port of the kubelet's API. Only this machine can reach it, so it does not authenticate its callers.
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
    // no server answers at this address, which only prevents the kubelet's warning for each pod
    clusterDNS: ['10.96.0.10'],
    failSwapOn: false,
    staticPodPath: STATIC_POD_PATH,
    enforceNodeAllocatable: [],
    evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '2%', 'imagefs.available': '2%' },
  });
}
