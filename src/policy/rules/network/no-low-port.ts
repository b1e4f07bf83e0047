import { isObject, listAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Containers listen where no privilege is needed. */
export const noLowPort = rule({
  id: 'no-low-port',
  topic: Topic.NETWORK,
  scope: 'container',
  title: 'Containers listen on ports from 1024 on',
  severity: Severity.LOW,
  rationale:
    'A port below 1024 tempts people to run the app as root or with a capability. A Service has port 80 all the same, whatever the container listens on.',
  fix: 'let the app listen on 8080 and the Service send port 80 there, or set the sysctl net.ipv4.ip_unprivileged_port_start of the pod to 0',
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

const SYSCTL = 'net.ipv4.ip_unprivileged_port_start';
const UNPRIVILEGED = 1024;

function check(container: ContainerSubject): Violation[] {
  const from = lowestPort(container);
  return container.listAt('ports').flatMap((port, i) => {
    const number = isObject(port) ? port['containerPort'] : undefined;
    if (typeof number !== 'number' || number < 1 || number >= from) return [];
    return [{ path: `/ports/${i}/containerPort`, message: `containerPort is ${number}, which needs a privilege` }];
  });
}

/** The first port that a process without privileges may have. */
function lowestPort({ pod }: ContainerSubject): number {
  const set = listAt(pod.securityContext, 'sysctls').find((each) => isObject(each) && each['name'] === SYSCTL);
  const value = isObject(set)
    ? Number.parseInt(JSON.stringify(set['value'] ?? '').replace(/"/g, ''), 10)
    : UNPRIVILEGED;
  return Number.isNaN(value) ? UNPRIVILEGED : value;
}
