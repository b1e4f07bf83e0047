import { annotationsOf, ensureObjectAt, isObject, objectAt, stringAt, type JsonObject } from './manifest';
import { containersOf, type FoundContainer, type FoundPod } from './pods';
import type { Target } from './target';

/** Value of a `seccompProfile` or `appArmorProfile` field, which selects the profile of a container. */
export interface ConfinementField {
  readonly type: 'RuntimeDefault' | 'Localhost' | 'Unconfined';
  /** Seccomp: a path below the kubelet's seccomp folder. AppArmor: the name of a loaded profile. */
  readonly localhostProfile?: string;
}

/** Name of the AppArmor annotation, without the container's name at its end. */
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

export const RUNTIME_DEFAULT: ConfinementField = { type: 'RuntimeDefault' };

const TYPES: ReadonlyArray<unknown> = [
  'RuntimeDefault',
  'Localhost',
  'Unconfined',
] satisfies ConfinementField['type'][];

/**
 * Sets the seccomp profile of a whole pod or of one container, in the form that the target reads.
 * An existing value stays. If it has the other form, it is copied into the form that the target reads.
 */
export function fillSeccomp(pod: FoundPod, at: 'pod' | FoundContainer, wanted: ConfinementField, target: Target): void {
  const holder = at === 'pod' ? pod.spec : at.container;
  const key = at === 'pod' ? SECCOMP_POD_ANNOTATION : SECCOMP_CONTAINER_ANNOTATION + at.name;
  // field and annotation must agree where both are read, so an existing annotation decides the field
  if (target._supports('seccompField')) fillField(holder, 'seccompProfile', annotated(pod, key) ?? wanted);
  else annotate(pod, key, toAnnotation(fieldOf(holder, 'seccompProfile') ?? wanted));
}

/** Copies a container's own seccomp profile into the form that the target reads, if it has the other form. */
export function translateSeccomp(pod: FoundPod, container: FoundContainer, target: Target): void {
  const existing =
    fieldOf(container.container, 'seccompProfile') ?? annotated(pod, SECCOMP_CONTAINER_ANNOTATION + container.name);
  if (existing !== undefined) fillSeccomp(pod, container, existing, target);
}

/**
 * Sets the AppArmor profile of every container of a pod that has none, in the form that the target reads.
 * An existing value stays. If only a field has it, it is copied into the annotation for a target that reads annotations.
 * @param applies false for a container that must not get the profile
 */
export function fillAppArmor(
  pod: FoundPod,
  wanted: ConfinementField,
  target: Target,
  applies: (container: JsonObject) => boolean = () => true,
): void {
  const all = containersOf(pod.spec);
  const containers = all.filter(({ container }) => applies(container));
  if (!target._supports('appArmorField')) {
    for (const c of containers) fillAppArmorOf(pod, c, wanted, target);
    return;
  }
  if (fieldOf(pod.spec, 'appArmorProfile') !== undefined) return;
  // a pod-level field would contradict existing annotations, so such a pod is filled container by container
  if (containers.length === all.length && !all.some((c) => hasAppArmorAnnotation(pod, c)))
    fillField(pod.spec, 'appArmorProfile', wanted);
  else for (const c of containers) fillAppArmorOf(pod, c, wanted, target);
}

/** Sets the AppArmor profile of one container, in the form that the target reads. An existing value stays. */
export function fillAppArmorOf(
  pod: FoundPod,
  container: FoundContainer,
  wanted: ConfinementField,
  target: Target,
): void {
  if (!target._supports('appArmorField')) {
    annotate(pod, APPARMOR_ANNOTATION + container.name, toAnnotation(appArmorFieldOf(pod, container) ?? wanted));
  } else if (!hasAppArmorAnnotation(pod, container)) {
    // the API server copies an annotation into the field, and rejects a field that contradicts it
    fillField(container.container, 'appArmorProfile', wanted);
  }
}

/** Copies the AppArmor profiles in fields into annotations, if the target reads only annotations. */
export function translateAppArmor(pod: FoundPod, target: Target): void {
  if (target._supports('appArmorField')) return;
  for (const c of containersOf(pod.spec)) {
    const existing = appArmorFieldOf(pod, c);
    if (existing !== undefined) annotate(pod, APPARMOR_ANNOTATION + c.name, toAnnotation(existing));
  }
}

function appArmorFieldOf(pod: FoundPod, { container }: FoundContainer): ConfinementField | undefined {
  return fieldOf(container, 'appArmorProfile') ?? fieldOf(pod.spec, 'appArmorProfile');
}

function hasAppArmorAnnotation(pod: FoundPod, { name }: FoundContainer): boolean {
  return stringAt(annotationsOf(pod.template), APPARMOR_ANNOTATION + name) !== undefined;
}

function annotated(pod: FoundPod, key: string): ConfinementField | undefined {
  return fromAnnotation(annotationsOf(pod.template)[key]);
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
  return isObject(value) && TYPES.includes(value['type']) ? (value as unknown as ConfinementField) : undefined;
}

/** Returns the value of the annotation that has the meaning of the field. */
export function toAnnotation(field: ConfinementField): string {
  if (field.type === 'Localhost') return `localhost/${field.localhostProfile ?? ''}`;
  return field.type === 'Unconfined' ? 'unconfined' : 'runtime/default';
}

function fromAnnotation(value: unknown): ConfinementField | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === 'runtime/default' || value === 'docker/default') return RUNTIME_DEFAULT;
  if (value.startsWith('localhost/')) return { type: 'Localhost', localhostProfile: value.slice('localhost/'.length) };
  return value === 'unconfined' ? { type: 'Unconfined' } : undefined;
}
