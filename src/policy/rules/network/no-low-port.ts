import { isObject } from '../../../kubernetes/manifest';
import { lowestUnprivilegedPort } from '../../../kubernetes/unprivileged-port';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that containers listen on ports that need no privilege. */
export const noLowPort = rule({
  id: 'no-low-port',
  topic: Topic.NETWORK,
  scope: 'container',
  looksAt: { fields: ['ports'] },
  title: 'Containers listen on port 1024 or higher',
  severity: Severity.LOW,
  rationale:
    'To listen on a port below 1024, people often run the app as root or with a capability. A Service can offer port 80 no matter which port the container listens on.',
  fix: 'make the app listen on port 8080 and map port 80 of the Service to it, or set the sysctl net.ipv4.ip_unprivileged_port_start of the pod to 0',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'],
  controls: nist('4.4.3'),
  check,
  examples: {
    good: [
      examplePod({ container: 'ports: [{containerPort: 8080}]' }),
      examplePod({
        spec: 'securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]}',
        container: 'ports: [{containerPort: 80}]',
      }),
    ],
    bad: [examplePod({ container: 'ports: [{containerPort: 80}]' })],
  },
});

function check(container: ContainerSubject): Violation[] {
  const from = lowestUnprivilegedPort(container.pod.spec);
  return container.listAt('ports').flatMap((port, i) => {
    const number = isObject(port) ? port['containerPort'] : undefined;
    if (typeof number !== 'number' || number < 1 || number >= from) return [];
    return [{ path: `/ports/${i}/containerPort`, message: `containerPort is ${number}, which requires a privilege` }];
  });
}
