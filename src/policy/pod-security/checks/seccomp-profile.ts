import { SECCOMP_CONTAINER_ANNOTATION, SECCOMP_POD_ANNOTATION, toAnnotation } from '../../../kubernetes/confinement';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import type { ContainerSubject } from '../../subject/container-subject';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, DescribedBreach, PodSecurityCheck, Refusal } from '../check';
import { profileType } from '../profile-type';
import { containerList, goQuoted, plural, quoted, setters, valuesOf } from '../words';

const HARDENED_PROFILE = HARDENED.securityContext.seccompProfile;

const ALLOWED = new Set(['RuntimeDefault', 'Localhost']);

/** Rejects pods that switch off seccomp: by annotation below 1.19, by field from 1.19. */
export const seccompProfileBaseline: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  revisions: [
    { since: 0, find: findAnnotated },
    { since: 19, find: (pod) => findByField(pod).filter((b) => b.form === 'explicit') },
  ],
  describe,
};

/** Rejects containers without a seccomp profile of their own or of their pod. */
export const seccompProfileRestricted: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  replaces: 'seccompProfile_baseline',
  revisions: [
    { since: 19, find: findByField },
    { since: 25, find: (pod) => (pod.isWindows ? [] : findByField(pod)) },
  ],
  describe,
};

/** Finds breaches in annotations of existing containers, including empty annotations. */
function findAnnotated(pod: PodSubject): Breach[] {
  const judge = (key: string, container?: ContainerSubject): Breach[] => {
    const value: unknown = pod.annotations[key];
    if (typeof value !== 'string' || isAllowedAnnotation(value)) return [];
    const path = `/metadata/annotations${pointerStep(key)}`;
    const set = { value: toAnnotation(HARDENED_PROFILE) };
    // the same words as for the field, so that an acknowledgement holds for every version
    const subject = value === 'unconfined' ? 'Unconfined' : value;
    return [{ path, container, value: `${key}=${goQuoted(value)}`, subject, form: 'annotation', set }];
  };
  return [
    ...judge(SECCOMP_POD_ANNOTATION),
    ...pod.containers.flatMap((c) => judge(SECCOMP_CONTAINER_ANNOTATION + c.name, c)),
  ];
}

function isAllowedAnnotation(value: string): boolean {
  return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}

/** Finds breaches. A container without a profile gets the pod's; a rejected profile of the pod is a breach even if no container gets it. */
function findByField(pod: PodSubject): Breach[] {
  const breaches: Breach[] = [];
  const ofPod: unknown = pod.securityContext['seccompProfile'];
  const isInherited = ALLOWED.has(profileType(ofPod));
  if (isObject(ofPod) && !isInherited)
    breaches.push({ ...placeOf('/spec'), value: profileType(ofPod), form: 'explicit' });
  for (const container of pod.containers) {
    const own: unknown = container.securityContext['seccompProfile'];
    const isExplicit = isObject(own);
    if (isExplicit ? ALLOWED.has(profileType(own)) : isInherited) continue;
    const form = isExplicit ? 'explicit' : 'implicit';
    breaches.push({ ...placeOf(container.path), container, value: profileType(own), form });
  }
  return breaches;
}

/** The place of a profile's type. The whole profile is set, because RuntimeDefault must not have a localhostProfile beside it. */
function placeOf(base: string): Pick<Breach, 'path' | 'set'> {
  const path = `${base}/securityContext/seccompProfile`;
  return { path: `${path}/type`, set: { path, value: HARDENED_PROFILE } };
}

function describe(breaches: ReadonlyArray<DescribedBreach>): Refusal {
  const reason = 'seccompProfile';
  const annotations = valuesOf(breaches.filter((b) => b.form === 'annotation'));
  const explicit = breaches.filter((b) => b.form === 'explicit');
  if (annotations.length > 0) {
    const noun = plural('annotation', 'annotations', annotations.length);
    return { reason, detail: `forbidden ${noun} ${annotations.join(', ')}` };
  }
  if (explicit.length > 0) {
    const values = quoted(valuesOf(explicit));
    return { reason, detail: `${setters(explicit)} must not set securityContext.seccompProfile.type to ${values}` };
  }
  const who = `pod or ${containerList(breaches)}`;
  return { reason, detail: `${who} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"` };
}
