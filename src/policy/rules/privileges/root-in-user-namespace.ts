import { listAt, objectAt } from '../../../kubernetes/manifest';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { HOST_NAMESPACES, obstacleToUserNamespace } from '../../../kubernetes/user-namespace';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { hostPathsOf } from '../../extract/host-path';
import type { PodSubject } from '../../subject/pod-subject';
import { userOf } from '../../extract/user-of';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that pods with root or capabilities have a user namespace of their own. */
export const rootInUserNamespace = rule({
  id: 'root-in-user-namespace',
  topic: Topic.PRIVILEGES,
  scope: 'pod',
  title: 'A pod that runs as root or has capabilities has its own user namespace',
  severity: Severity.LOW,
  rationale:
    'In a user namespace, user 0 and capabilities apply only to the pod. A process that breaks out has the rights of an unprivileged user on the node.',
  fix: 'set hostUsers to false if the nodes have Linux 6.3 and a runtime that supports it; otherwise run as another user',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/'],
  controls: nist('4.5.2'),
  check,
  examples: {
    good: [
      examplePod({ spec: 'hostUsers: false\nsecurityContext: {runAsUser: 0}' }),
      examplePod({ spec: 'securityContext: {runAsUser: 10001}' }),
      examplePod({ container: 'securityContext: {runAsUser: 10001, capabilities: {add: [NET_BIND_SERVICE]}}' }),
      examplePod({ spec: 'hostNetwork: true\nsecurityContext: {runAsUser: 0}' }),
      examplePod({
        spec: 'securityContext: {runAsUser: 0}\nvolumes: [{name: logs, hostPath: {path: /var/log/sensor}}]',
      }),
    ],
    bad: [
      examplePod({ spec: 'securityContext: {runAsUser: 0}' }),
      examplePod({ spec: 'hostUsers: true', container: 'securityContext: {runAsUser: 0}' }),
      examplePod({ container: 'securityContext: {runAsUser: 10001, capabilities: {add: [CHOWN]}}' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  if (!pod._target._supports('hostUsers') || pod.hasUserNamespace || pod.isWindows) return [];
  // a pod that shares namespaces or files of the node also needs the users of the node
  if (HOST_NAMESPACES.some((key) => pod.spec[key] === true) || hostPathsOf(pod).length > 0) return [];
  const strong = pod.containers.filter((container) => userOf(container) === 0 || hasCapabilities(container));
  if (strong.length === 0) return [];
  const names = [...new Set(strong.map(({ name }) => name))].join(', ');
  const message = `hostUsers is not false, so if ${names} breaks out, it has root rights on the node`;
  const isAccepted = obstacleToUserNamespace(pod.spec) === undefined;
  return [
    {
      path: '/spec/hostUsers',
      value: names,
      message,
      ...(isAccepted && { set: { value: HARDENED.podSpec.hostUsers } }),
    },
  ];
}

/** Capability that only allows low ports, which gives no access to the node. */
function hasCapabilities({ securityContext }: ContainerSubject): boolean {
  return listAt(objectAt(securityContext, 'capabilities'), 'add').some((each) => each !== 'NET_BIND_SERVICE');
}
