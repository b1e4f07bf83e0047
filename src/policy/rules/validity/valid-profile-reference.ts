import { quote } from '../../../diagnostics/input-error';
import { APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION } from '../../../kubernetes/confinement';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The API server takes the profiles that a pod names. */
export const validProfileReference = rule({
  id: 'valid-profile-reference',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'Every profile that a pod names is named in a way that counts',
  severity: Severity.MEDIUM,
  rationale:
    'A profile without a name, or with one where none belongs, is refused; an annotation for a container that is not there confines nothing.',
  fix: 'appArmorProfile: {type: Localhost, localhostProfile: <name>}, or a type without localhostProfile',
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
      return [{ path: `${path}/securityContext/${field}/localhostProfile`, ...rest, message: wrong }];
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
      : `localhostProfile is ${quote(name)}, which type ${quote(type)} does not take`;
  if (typeof name !== 'string' || name === '') return 'localhostProfile is not set, which type Localhost needs';
  if (name !== name.trim()) return `localhostProfile must have no blanks around it, got ${quote(name)}`;
  if (field === 'appArmorProfile')
    return name.length > LONGEST_NAME ? `localhostProfile has more than ${LONGEST_NAME} characters` : undefined;
  if (!name.startsWith('/') && !name.split('/').includes('..')) return undefined;
  return `localhostProfile must be a path below the kubelet's seccomp folder, got ${quote(name)}`;
}

/** Annotations for containers that are not there. */
function strayAnnotations(pod: PodSubject): Violation[] {
  const names = new Set(pod.containers.map(({ name }) => name));
  return Object.keys(pod.annotations).flatMap((key) => {
    const prefix = [APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION].find((each) => key.startsWith(each));
    if (prefix === undefined || names.has(key.slice(prefix.length))) return [];
    const message = `there is no container ${quote(key.slice(prefix.length))}: the profile confines nothing`;
    return [{ path: `/metadata/annotations${pointerStep(key)}`, message }];
  });
}

/** AppArmor annotations that say another thing than the container's field. */
function contradictions(pod: PodSubject): Violation[] {
  return pod.containers.flatMap(({ name, path, securityContext }) => {
    const field = securityContext['appArmorProfile'];
    const annotation = pod.annotations[APPARMOR_ANNOTATION + name];
    if (!isObject(field) || typeof annotation !== 'string' || annotation === spelled(field)) return [];
    const message = `the annotation says ${quote(annotation)}, and the field ${quote(spelled(field))}: the API server refuses the two together`;
    return [{ path: `${path}/securityContext/appArmorProfile`, container: name, message }];
  });
}

/** A field as its annotation would say it. */
function spelled({ type, localhostProfile }: { readonly [key: string]: unknown }): string {
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && typeof localhostProfile === 'string' ? `localhost/${localhostProfile}` : 'unconfined';
}
