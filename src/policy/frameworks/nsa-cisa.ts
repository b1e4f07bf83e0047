import type { ControlReference } from '../control';
import { references, type Framework } from './framework';

const CONTROL_PLANE = "the control plane's own configuration";
const NODE = "the kubelet's own configuration";

/** Kubernetes Hardening Guide of NSA and CISA. The guide has no numbers, so its topics have the ids of kubescape's NSA framework. */
export const NSA_CISA: Framework = {
  name: 'NSA/CISA Kubernetes Hardening Guide',
  controls: [
    { id: 'C-0002', title: 'Prevent containers from allowing command execution' },
    { id: 'C-0005', title: 'API server insecure port is disabled', elsewhere: CONTROL_PLANE },
    { id: 'C-0012', title: 'Applications credentials in configuration files' },
    { id: 'C-0013', title: 'Non-root containers' },
    { id: 'C-0016', title: 'Allow privilege escalation' },
    { id: 'C-0017', title: 'Immutable container filesystem' },
    { id: 'C-0030', title: 'Ingress and egress blocked' },
    { id: 'C-0034', title: 'Automatic mapping of service account' },
    { id: 'C-0035', title: 'Administrative roles' },
    { id: 'C-0038', title: 'Host PID/IPC privileges' },
    { id: 'C-0041', title: 'HostNetwork access' },
    { id: 'C-0044', title: 'Container hostPort' },
    { id: 'C-0046', title: 'Insecure capabilities' },
    { id: 'C-0054', title: 'Cluster internal networking' },
    { id: 'C-0055', title: 'Linux hardening' },
    { id: 'C-0057', title: 'Privileged container' },
    { id: 'C-0058', title: 'Symlink exchange in subPath (CVE-2021-25741)', elsewhere: "the kubelet's version" },
    {
      id: 'C-0059',
      title: 'Snippets of the nginx ingress (CVE-2021-25742)',
    },
    { id: 'C-0066', title: 'Secret and etcd encryption enabled', elsewhere: CONTROL_PLANE },
    { id: 'C-0067', title: 'Audit logs enabled', elsewhere: CONTROL_PLANE },
    { id: 'C-0068', title: 'An admission policy is enabled' },
    { id: 'C-0069', title: 'Anonymous access to the kubelet is disabled', elsewhere: NODE },
    { id: 'C-0070', title: 'The kubelet authenticates its clients by TLS', elsewhere: NODE },
    { id: 'C-0270', title: 'CPU limits are set' },
    { id: 'C-0271', title: 'Memory limits are set' },
    {
      id: 'C-0292',
      title: 'The ingress controller is maintained',
      rest: 'the support dates of other controllers: a scanner of the images',
    },
  ],
};

/** Returns references to topics of the guide. */
export function nsa(...ids: string[]): ControlReference[] {
  return references(NSA_CISA, ids);
}
