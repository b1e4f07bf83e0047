import { SECCOMP_CONTAINER_ANNOTATION, SECCOMP_POD_ANNOTATION, toAnnotation } from '../../../kubernetes/confinement';
import { FEATURES } from '../../../kubernetes/features';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { seccompProfileBaseline, seccompProfileRestricted } from '../../pod-security/checks/seccomp-profile';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import type { PodSubject } from '../../subject/pod-subject';
import type { PodSecurityViolation } from '../../violation';
import { examplePod } from '../../example';

/** Checks that every container has a seccomp profile. */
export const seccompProfile = podSecurityRule({
  id: 'seccomp-profile',
  topic: Topic.PROFILES,
  title: "Every container has the runtime's seccomp profile or a profile of its own",
  severity: Severity.HIGH,
  rationale:
    'Without a profile, an attacker can use every system call of the kernel, and most kernel vulnerabilities are in calls that no app needs. A container without the field runs without a profile, unless the kubelet is configured otherwise.',
  fix: 'set securityContext.seccompProfile to {type: RuntimeDefault} on the pod, or to a Localhost profile',
  baseline: seccompProfileBaseline,
  restricted: seccompProfileRestricted,
  controls: [...nist('4.4.3'), ...cis('5.7.2'), ...nsa('C-0055')],
  cel: "variables.podSpec.?securityContext.?seccompProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'] && variables.containers.all(c, c.?securityContext.?seccompProfile.?type.orValue(variables.podSpec.?securityContext.?seccompProfile.?type.orValue(variables.podSpec.?os.?name.orValue('') == 'windows' ? 'RuntimeDefault' : 'Unconfined')) in ['RuntimeDefault', 'Localhost'])",
  examples: {
    good: [
      examplePod({ spec: 'securityContext: {seccompProfile: {type: RuntimeDefault}}' }),
      examplePod({ container: 'securityContext: {seccompProfile: {type: Localhost, localhostProfile: sensor.json}}' }),
    ],
    bad: [examplePod(), examplePod({ container: 'securityContext: {seccompProfile: {type: Unconfined}}' })],
  },
  adjust: byAnnotations,
});

const FIELD_SINCE = FEATURES.seccompField.since;
const HARDENED_ANNOTATION = toAnnotation(HARDENED.securityContext.seccompProfile);

/** Replaces the violations for a Kubernetes version that reads seccomp profiles only from annotations. */
function byAnnotations(found: PodSecurityViolation[], pod: PodSubject): PodSecurityViolation[] {
  if (pod._target._supports('seccompField')) return found;
  const annotated = found.filter((v) => v.baseline !== undefined);
  if (isAnnotated(pod, SECCOMP_POD_ANNOTATION)) return annotated;
  const silent = pod.containers.filter((c) => !isAnnotated(pod, SECCOMP_CONTAINER_ANNOTATION + c.name));
  return [
    ...annotated,
    ...silent.map(({ name }) => ({
      path: `/metadata/annotations${pointerStep(SECCOMP_CONTAINER_ANNOTATION + name)}`,
      container: name,
      message: `neither the pod nor the container has a seccomp profile; Kubernetes below 1.${FIELD_SINCE} reads it from annotations`,
      fix: `annotate the pod with ${SECCOMP_POD_ANNOTATION}: ${HARDENED_ANNOTATION}`,
      set: { path: `/metadata/annotations${pointerStep(SECCOMP_POD_ANNOTATION)}`, value: HARDENED_ANNOTATION },
    })),
  ];
}

function isAnnotated(pod: PodSubject, key: string): boolean {
  return typeof pod.annotations[key] === 'string';
}
