import type { ContainerSubject } from '../subject/container-subject';

/** Returns the user ID of a container. Undefined if the image decides. */
export function userOf(container: ContainerSubject): number | undefined {
  return number(container.securityContext['runAsUser']) ?? number(container.pod.securityContext['runAsUser']);
}

/** Returns the group ID of a container. Undefined if the image or the runtime decides. */
export function groupOf(container: ContainerSubject): number | undefined {
  return number(container.securityContext['runAsGroup']) ?? number(container.pod.securityContext['runAsGroup']);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
