import {
  APPARMOR_ANNOTATION,
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
} from '../../../kubernetes/confinement';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import type { ContainerSubject } from '../../subject/container-subject';
import { profileType } from '../../pod-security/profile-type';
import type { PodSubject } from '../../subject/pod-subject';

/** Profile of the node that a pod uses. */
export interface NamedProfile {
  /** Name of the AppArmor profile, or path of the seccomp profile below the kubelet's folder. */
  readonly profile: string;
  /** JSON pointer within the pod. */
  readonly path: string;
  /** Container that uses the profile. Undefined if all containers of the pod do. */
  readonly container?: ContainerSubject;
}

/** Returns the AppArmor profiles that make the kubelet of a target require AppArmor: all but Unconfined. */
export function requiredAppArmorOf(pod: PodSubject): NamedProfile[] {
  if (pod._target._supports('appArmorField')) {
    const holders = [
      { context: pod.securityContext, path: '/spec' },
      ...pod.containers.map((container) => ({ context: container.securityContext, path: container.path, container })),
    ];
    const inFields = holders.flatMap(({ context, path, ...rest }) => {
      const profile = profileType(context['appArmorProfile']);
      return profile === '' ? [] : [{ profile, path: `${path}/securityContext/appArmorProfile`, ...rest }];
    });
    return [...inFields, ...annotatedAppArmor(pod)].filter(({ profile }) => !/^unconfined$/i.test(profile));
  }
  return annotatedAppArmor(pod).filter(({ profile }) => profile !== 'unconfined');
}

function annotatedAppArmor(pod: PodSubject): NamedProfile[] {
  return pod.containers.flatMap((container) => {
    const key = APPARMOR_ANNOTATION + container.name;
    const profile = pod.annotations[key];
    if (typeof profile !== 'string' || profile === '') return [];
    return [{ profile, path: `/metadata/annotations${pointerStep(key)}`, container }];
  });
}

/** Returns the AppArmor profiles that a pod uses. */
export function appArmorProfilesOf(pod: PodSubject): NamedProfile[] {
  const annotated = pod.containers.map((c) => annotation(pod, APPARMOR_ANNOTATION + c.name, c));
  return [...fields(pod, 'appArmorProfile'), ...annotated.filter((each) => each !== undefined)];
}

/** Returns the seccomp profiles that a pod uses. */
export function seccompProfilesOf(pod: PodSubject): NamedProfile[] {
  const annotated = pod.containers.map((c) => annotation(pod, SECCOMP_CONTAINER_ANNOTATION + c.name, c));
  return [...fields(pod, 'seccompProfile'), annotation(pod, SECCOMP_POD_ANNOTATION), ...annotated].filter(
    (each) => each !== undefined,
  );
}

function fields(pod: PodSubject, field: 'appArmorProfile' | 'seccompProfile'): NamedProfile[] {
  const holders = [
    { context: pod.securityContext, path: '/spec' },
    ...pod.containers.map((c) => ({ context: c.securityContext, path: c.path, container: c })),
  ];
  return holders.flatMap(({ context, path, ...rest }) => {
    const value = context[field];
    if (!isObject(value) || value['type'] !== 'Localhost' || typeof value['localhostProfile'] !== 'string') return [];
    return [{ profile: value['localhostProfile'], path: `${path}/securityContext/${field}/localhostProfile`, ...rest }];
  });
}

function annotation(pod: PodSubject, key: string, container?: ContainerSubject): NamedProfile | undefined {
  const value = pod.annotations[key];
  if (typeof value !== 'string' || !value.startsWith('localhost/')) return undefined;
  return {
    profile: value.slice('localhost/'.length),
    path: `/metadata/annotations${pointerStep(key)}`,
    container,
  };
}
