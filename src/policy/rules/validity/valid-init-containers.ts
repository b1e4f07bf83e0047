import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that init containers have no probes and no hooks. */
export const validInitContainers = rule({
  id: 'valid-init-containers',
  topic: Topic.VALIDITY,
  scope: 'container',
  title: 'Init containers have no probes and no lifecycle hooks',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod. If the pod comes from a workload, the API server accepts the workload, but no pod is created.',
  fix: 'remove the field, or set restartPolicy of the init container to Always if it is a sidecar that keeps running',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior'],
  check,
  examples: {
    good: [
      examplePod({ spec: 'initContainers: [{name: setup, image: registry.example/setup:1}]' }),
      examplePod({ spec: example('restartPolicy: Always, readinessProbe: {tcpSocket: {port: 8080}}') }),
      examplePod({ container: 'livenessProbe: {tcpSocket: {port: 8080}}' }),
    ],
    bad: [
      examplePod({ spec: example('livenessProbe: {tcpSocket: {port: 8080}}') }),
      examplePod({ spec: example('lifecycle: {preStop: {exec: {command: [stop]}}}') }),
    ],
  },
});

/** Fields of a container that keeps running. */
const LASTING = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

function check(container: ContainerSubject): Violation[] {
  if (container.role !== ContainerRole.INIT) return [];
  return LASTING.filter((field) => container.valueAt(field) !== undefined).map((field) => ({
    path: `/${field}`,
    value: field,
    message: `${field} is set, and the init container is not a sidecar; must be unset`,
  }));
}

function example(fields: string): string {
  return `initContainers: [{name: setup, image: registry.example/setup:1, ${fields}}]`;
}
