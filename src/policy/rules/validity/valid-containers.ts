import { quote } from '../../../diagnostics/input-error';
import { isObject, stringAt } from '../../../kubernetes/manifest';
import { dnsLabel, portName } from '../../../kubernetes/syntax';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server accepts the names and ports of a pod's containers. */
export const validContainers = rule({
  id: 'valid-containers',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'The containers of a pod have valid and unique names, and valid ports',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod. If the pod comes from a workload, the API server accepts the workload, but no pod is created.',
  fix: 'give each container a unique name that consists of a-z, 0-9 and -',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/'],
  check,
  examples: {
    good: [examplePod({ container: 'ports: [{name: http, containerPort: 8080}]' })],
    bad: [
      examplePod({ spec: 'initContainers: [{name: main, image: registry.example/setup:1}]' }),
      examplePod({ container: 'ports: [{name: a-very-long-port-name, containerPort: 8080}]' }),
      examplePod({ spec: 'hostNetwork: true', container: 'ports: [{containerPort: 8080, hostPort: 80}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  const seen = new Set<string>();
  const names = pod.containers.flatMap(({ name, path, json }): Violation[] => {
    // the schema requires it in Kubernetes' own kinds, and some others set a default
    if (json['name'] === undefined || json['name'] === null) return [];
    const twice = seen.has(name) ? `two containers have the name ${quote(name)}` : undefined;
    seen.add(name);
    const message = twice ?? dnsLabel('name of a container', name);
    return message === undefined ? [] : [{ path: `${path}/name`, container: name, message }];
  });
  return [...names, ...pod.containers.flatMap(portsOf)];
}

function portsOf(container: ContainerSubject): Violation[] {
  return container.listAt('ports').flatMap((port, i): Violation[] => {
    if (!isObject(port)) return [];
    const path = `${container.path}/ports/${i}`;
    const name = stringAt(port, 'name');
    const wrong = name === undefined || name === '' ? undefined : portName('name of a port', name);
    const names = wrong === undefined ? [] : [{ path: `${path}/name`, container: container.name, message: wrong }];
    const { hostPort = null, containerPort } = port;
    if (container.pod.spec['hostNetwork'] !== true || hostPort === null || hostPort === containerPort) return names;
    const message = `hostPort is ${quote(hostPort)} and containerPort is ${quote(containerPort)}; must be the same in the node's network`;
    const value = `hostPort: ${quote(hostPort)}`;
    return [...names, { path: `${path}/hostPort`, container: container.name, value, message }];
  });
}
