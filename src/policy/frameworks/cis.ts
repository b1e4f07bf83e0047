import type { ControlReference } from '../control';
import { references, type Framework } from './framework';

/** Recommendation with its id in each numbering. The newer numbering does not contain one of them. */
interface Recommendation {
  readonly v1_10: string;
  readonly v1_12?: string;
  readonly title: string;
  readonly elsewhere?: string;
}

/** Makes a recommendation with the same id in both numberings. */
const same = (id: string, title: string, elsewhere?: string): Recommendation => ({
  v1_10: id,
  v1_12: id,
  title,
  elsewhere,
});

const RECOMMENDATIONS: ReadonlyArray<Recommendation> = [
  same('5.1.1', 'The cluster-admin role is only used where required'),
  same('5.1.2', 'Access to secrets is minimal'),
  same('5.1.3', 'Wildcards in roles are minimal'),
  same('5.1.4', 'Access to create pods is minimal'),
  same('5.1.5', 'Default service accounts are not actively used'),
  same('5.1.6', 'Service account tokens are only mounted where necessary'),
  same('5.1.7', 'The system:masters group is avoided'),
  same('5.1.8', 'Bind, impersonate and escalate are limited'),
  same('5.1.9', 'Access to create persistent volumes is minimal'),
  same('5.1.10', 'Access to the proxy sub-resource of nodes is minimal'),
  same('5.1.11', 'Access to the approval of certificate signing requests is minimal'),
  same('5.1.12', 'Access to webhook configuration objects is minimal'),
  same('5.1.13', 'Access to the creation of service account tokens is minimal'),
  same('5.2.1', 'The cluster has an active policy control mechanism'),
  same('5.2.2', 'Privileged containers are not admitted'),
  same('5.2.3', "Containers that share the host's process ids are not admitted"),
  same('5.2.4', "Containers that share the host's IPC namespace are not admitted"),
  same('5.2.5', "Containers that share the host's network are not admitted"),
  same('5.2.6', 'Containers with allowPrivilegeEscalation are not admitted'),
  same('5.2.7', 'Root containers are not admitted'),
  same('5.2.8', 'Containers with NET_RAW are not admitted'),
  { v1_10: '5.2.9', title: 'Containers with added capabilities are not admitted' },
  { v1_10: '5.2.10', v1_12: '5.2.9', title: 'Containers with capabilities assigned are not admitted' },
  { v1_10: '5.2.11', v1_12: '5.2.10', title: 'Windows HostProcess containers are not admitted' },
  { v1_10: '5.2.12', v1_12: '5.2.11', title: 'HostPath volumes are not admitted' },
  { v1_10: '5.2.13', v1_12: '5.2.12', title: 'Containers that use host ports are not admitted' },
  same('5.3.1', 'The network plugin supports network policies', "the cluster's network plugin"),
  same('5.3.2', 'Every namespace has network policies'),
  same('5.4.1', 'Secrets are files rather than environment variables'),
  same('5.4.2', 'External secret storage is considered', 'the way in which secrets get to the cluster'),
  same('5.5.1', 'Image provenance is checked at admission', "the cluster's admission policy for signatures"),
  { v1_10: '5.7.1', v1_12: '5.6.1', title: 'Namespaces are administrative boundaries' },
  { v1_10: '5.7.2', v1_12: '5.6.2', title: 'The seccomp profile is RuntimeDefault' },
  { v1_10: '5.7.3', v1_12: '5.6.3', title: 'Pods and containers have a security context' },
  { v1_10: '5.7.4', v1_12: '5.6.4', title: 'The default namespace is not used' },
];

/**
 * CIS Kubernetes Benchmark, section 5 (policies), as numbered from 1.23 to 1.10.
 * Sections 1 to 4 are about the control plane and the nodes.
 */
export const CIS_1_10: Framework = {
  name: 'CIS Kubernetes Benchmark',
  version: '1.10',
  controls: RECOMMENDATIONS.map(({ v1_10: id, title, elsewhere }) => ({
    id,
    title,
    elsewhere,
  })),
};

/** The same section with the numbering of kube-bench for 1.12. */
export const CIS_1_12: Framework = {
  name: 'CIS Kubernetes Benchmark',
  version: '1.12',
  controls: RECOMMENDATIONS.flatMap(({ v1_12: id, title, elsewhere }) =>
    id === undefined ? [] : [{ id, title, elsewhere }],
  ),
};

/** Returns references to recommendations in both numberings, by their ids in 1.10. */
export function cis(...ids: string[]): ControlReference[] {
  const newer = RECOMMENDATIONS.filter((r) => ids.includes(r.v1_10)).flatMap((r) => r.v1_12 ?? []);
  return [...references(CIS_1_10, ids), ...references(CIS_1_12, newer)];
}
