import { annotationsOf, ensureObjectAt, isObject, objectAt, type JsonObject } from './manifest';
import { containersOf, type FoundContainer, type FoundPod } from './pods';
import type { Target } from './target';

/** What confines a container: a seccomp or AppArmor profile, as the field of either says it. */
export interface ConfinementField {
  readonly type: 'RuntimeDefault' | 'Localhost' | 'Unconfined';
  /** Seccomp: a path below the kubelet's seccomp folder. AppArmor: the name of a loaded profile. */
  readonly localhostProfile?: string;
}

/** The annotation's name without the container's. */
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

export const RUNTIME_DEFAULT: ConfinementField = { type: 'RuntimeDefault' };

/**
 * Sets the seccomp profile of a whole pod or of one container, in the form that the target reads.
 * What stands there already stays.
 */
export function fillSeccomp(pod: FoundPod, at: 'pod' | FoundContainer, wanted: ConfinementField, target: Target): void {
  if (target.supports('seccompField')) {
    const legacy = fromAnnotation(
      annotationsOf(pod.template)[at === 'pod' ? SECCOMP_POD_ANNOTATION : SECCOMP_CONTAINER_ANNOTATION + at.name],
    );
    // field and annotation must agree where both are read, so an annotation that stands decides the field
    fillField(at === 'pod' ? pod.spec : at.container, 'seccompProfile', legacy ?? wanted);
    return;
  }
  const standing = fieldOf(at === 'pod' ? pod.spec : at.container, 'seccompProfile');
  annotate(
    pod,
    at === 'pod' ? SECCOMP_POD_ANNOTATION : SECCOMP_CONTAINER_ANNOTATION + at.name,
    toAnnotation(standing ?? wanted),
  );
}

/**
 * Sets the AppArmor profile of every container of a pod that has none, in the form that the target reads.
 * What stands there already stays.
 */
export function fillAppArmor(pod: FoundPod, wanted: ConfinementField, target: Target): void {
  const containers = containersOf(pod.spec);
  if (!target.supports('appArmorField')) {
    const ofPod = fieldOf(pod.spec, 'appArmorProfile');
    for (const c of containers)
      annotate(
        pod,
        APPARMOR_ANNOTATION + c.name,
        toAnnotation(fieldOf(c.container, 'appArmorProfile') ?? ofPod ?? wanted),
      );
    return;
  }
  if (fieldOf(pod.spec, 'appArmorProfile') !== undefined) return;
  const annotated = (c: FoundContainer): boolean =>
    annotationsOf(pod.template)[APPARMOR_ANNOTATION + c.name] !== undefined;
  // a pod-level field beside annotations would contradict them: such a pod is filled container by container
  if (!containers.some(annotated)) return fillField(pod.spec, 'appArmorProfile', wanted);
  for (const c of containers) if (!annotated(c)) fillField(c.container, 'appArmorProfile', wanted);
}

/** Sets the AppArmor profile of one container, in the form that the target reads. What stands there already stays. */
export function fillAppArmorOf(
  pod: FoundPod,
  container: FoundContainer,
  wanted: ConfinementField,
  target: Target,
): void {
  if (target.supports('appArmorField')) fillField(container.container, 'appArmorProfile', wanted);
  else annotate(pod, APPARMOR_ANNOTATION + container.name, toAnnotation(wanted));
}

function annotate(pod: FoundPod, key: string, value: string): void {
  if (!pod.annotatable) return;
  const metadata = ensureObjectAt(pod.template, 'metadata');
  const annotations = metadata && ensureObjectAt(metadata, 'annotations');
  if (annotations) annotations[key] ??= value;
}

function fillField(holder: JsonObject, field: 'seccompProfile' | 'appArmorProfile', value: ConfinementField): void {
  const context = ensureObjectAt(holder, 'securityContext');
  if (context) context[field] ??= { ...value };
}

function fieldOf(holder: JsonObject, field: 'seccompProfile' | 'appArmorProfile'): ConfinementField | undefined {
  const value = objectAt(holder, 'securityContext')[field];
  return isObject(value) && typeof value['type'] === 'string' ? (value as unknown as ConfinementField) : undefined;
}

function toAnnotation(field: ConfinementField): string {
  if (field.type === 'Localhost') return `localhost/${field.localhostProfile ?? ''}`;
  return field.type === 'Unconfined' ? 'unconfined' : 'runtime/default';
}

function fromAnnotation(value: unknown): ConfinementField | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === 'runtime/default' || value === 'docker/default') return RUNTIME_DEFAULT;
  if (value.startsWith('localhost/')) return { type: 'Localhost', localhostProfile: value.slice('localhost/'.length) };
  return value === 'unconfined' ? { type: 'Unconfined' } : undefined;
}
