import { reachesRuntimeSocket } from '../../../host/sensitive-path';
import { quote } from '../../../diagnostics/input-error';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { hostPathsOf } from '../../extract/host-path';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that pods do not mount the container runtime's socket. */
export const noRuntimeSocket = rule({
  id: 'no-runtime-socket',
  topic: Topic.VOLUMES,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: "Pods do not mount the container runtime's socket",
  severity: Severity.CRITICAL,
  rationale:
    "Anyone who can reach the runtime's socket can start a container with full root access to the node, and no rule about pods applies to that container. A read-only mount does not help, because a process can still write to the socket.",
  fix: 'remove the volume, and ask the API server for information about containers',
  controls: [...nist('4.4.3', '4.5.5'), ...cis('5.2.12')],
  check,
  examples: {
    good: [examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /var/log}}]' })],
    bad: [
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /var/run/docker.sock}}]' }),
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /run/containerd}}]' }),
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /run}}]' }),
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /}}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return hostPathsOf(pod)
    .filter(({ hostPath }) => reachesRuntimeSocket(hostPath))
    .map(({ path, hostPath }) => ({
      path,
      message: `${quote(hostPath)} gives access to the container runtime's socket`,
    }));
}
