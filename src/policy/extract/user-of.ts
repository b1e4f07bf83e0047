import type { ContainerSubject } from '../subject/container-subject';

/** The user that a container starts as; undefined when the image decides. */
export function userOf(container: ContainerSubject): number | undefined {
  return number(container.securityContext['runAsUser']) ?? number(container.pod.securityContext['runAsUser']);
}

/** The group that a container starts with; undefined when the image or the runtime decides. */
export function groupOf(container: ContainerSubject): number | undefined {
  return number(container.securityContext['runAsGroup']) ?? number(container.pod.securityContext['runAsGroup']);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
