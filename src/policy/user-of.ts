import type { ContainerSubject } from './container-subject';

/** The user that a container starts as; undefined when the image decides. */
export function userOf(container: ContainerSubject): number | undefined {
  return number(container.securityContext['runAsUser']) ?? number(container.pod.securityContext['runAsUser']);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
