import { quote } from '../../../diagnostics/input-error';
import { APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION } from '../../../kubernetes/confinement';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server accepts the profile references of a pod. */
export const validProfileReference = rule({
  id: 'valid-profile-reference',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'Every reference to a profile is valid and takes effect',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects a Localhost profile without a name, and a name with another type. An annotation for a container that does not exist has no effect.',
  fix: 'set appArmorProfile to {type: Localhost, localhostProfile: <name>}, or to another type without localhostProfile',
  references: ['https://kubernetes.io/docs/tutorials/security/apparmor/'],
  check,
  examples: {
    good: [
      examplePod({ container: 'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: sensor}}' }),
      examplePod({ metadata: `annotations: {${APPARMOR_ANNOTATION}main: localhost/sensor}` }),
    ],
    bad: [
      examplePod({ spec: 'securityContext: {seccompProfile: {type: Localhost}}' }),
      examplePod({
        container: 'securityContext: {appArmorProfile: {type: RuntimeDefault, localhostProfile: sensor}}',
      }),
      examplePod({ metadata: `annotations: {${APPARMOR_ANNOTATION}mian: localhost/sensor}` }),
      examplePod({
        metadata: `annotations: {${APPARMOR_ANNOTATION}main: localhost/sensor}`,
        container: 'securityContext: {appArmorProfile: {type: RuntimeDefault}}',
      }),
    ],
  },
});

const LONGEST_NAME = 4095;

const FIELDS = ['appArmorProfile', 'seccompProfile'] as const;

function check(pod: PodSubject): Violation[] {
  const holders = [
    { context: pod.securityContext, path: '/spec' },
    ...pod.containers.map((c) => ({ context: c.securityContext, path: c.path, container: c.name })),
  ];
  const fields = holders.flatMap(({ context, path, ...rest }) =>
    FIELDS.flatMap((field) => {
      const wrong = fault(context[field], field);
      if (wrong === undefined) return [];
      return [{ path: `${path}/securityContext/${field}/localhostProfile`, value: field, ...rest, message: wrong }];
    }),
  );
  return [...fields, ...strayAnnotations(pod), ...contradictions(pod)];
}

function fault(profile: unknown, field: (typeof FIELDS)[number]): string | undefined {
  if (!isObject(profile)) return undefined;
  const { type, localhostProfile: name } = profile;
  if (type !== 'Localhost')
    return name === undefined || name === null
      ? undefined
      : `localhostProfile is ${quote(name)}; must be unset for type ${quote(type)}`;
  if (typeof name !== 'string' || name === '') return 'localhostProfile is unset; type Localhost requires it';
  if (name !== name.trim()) return `localhostProfile must not start or end with spaces, got ${quote(name)}`;
  if (field === 'appArmorProfile')
    return name.length > LONGEST_NAME ? `localhostProfile has more than ${LONGEST_NAME} characters` : undefined;
  if (!name.startsWith('/') && !name.split('/').includes('..')) return undefined;
  return `localhostProfile must be a path below the kubelet's seccomp folder, got ${quote(name)}`;
}

/** Finds annotations for containers that do not exist. */
function strayAnnotations(pod: PodSubject): Violation[] {
  const names = new Set(pod.containers.map(({ name }) => name));
  return Object.keys(pod.annotations).flatMap((key) => {
    const prefix = [APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION].find((each) => key.startsWith(each));
    if (prefix === undefined || names.has(key.slice(prefix.length))) return [];
    const message = `the pod does not have a container ${quote(key.slice(prefix.length))}, so the profile has no effect`;
    return [{ path: `/metadata/annotations${pointerStep(key)}`, value: key, message }];
  });
}

/** Finds AppArmor annotations that contradict the field of the container. */
function contradictions(pod: PodSubject): Violation[] {
  return pod.containers.flatMap(({ name, path, securityContext }) => {
    const field = securityContext['appArmorProfile'];
    const annotation = pod.annotations[APPARMOR_ANNOTATION + name];
    if (!isObject(field) || typeof annotation !== 'string' || annotation === spelled(field)) return [];
    const message = `the annotation is ${quote(annotation)} and the field is ${quote(spelled(field))}; the API server rejects different values`;
    return [{ path: `${path}/securityContext/appArmorProfile`, container: name, value: annotation, message }];
  });
}

/** Returns the value of the annotation that means the same as a field. */
function spelled({ type, localhostProfile }: { readonly [key: string]: unknown }): string {
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && typeof localhostProfile === 'string' ? `localhost/${localhostProfile}` : 'unconfined';
}
