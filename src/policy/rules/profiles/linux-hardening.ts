import {
  APPARMOR_ANNOTATION,
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
} from '../../../kubernetes/confinement';
import { isObject, listAt, objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nsa } from '../../frameworks/nsa-cisa';
import type { ContainerSubject } from '../../subject/container-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that a manifest confines each container by at least one feature of Linux. */
export const linuxHardening = rule({
  id: 'linux-hardening',
  topic: Topic.PROFILES,
  scope: 'container',
  title: 'Every container sets seccomp, AppArmor, SELinux or dropped capabilities',
  severity: Severity.MEDIUM,
  rationale:
    'Without any of them, only the defaults of each node confine the container, and they differ between gateways. An attacker in the container can then use every system call and capability that the default leaves.',
  fix: 'set seccompProfile to RuntimeDefault, and drop all capabilities',
  references: ['https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/'],
  controls: [...nsa('C-0055')],
  check,
  examples: {
    good: [
      examplePod({ spec: 'securityContext: {seccompProfile: {type: RuntimeDefault}}' }),
      examplePod({ container: 'securityContext: {capabilities: {drop: [ALL]}}' }),
      examplePod({ container: 'securityContext: {seLinuxOptions: {level: "s0:c1,c2"}}' }),
      examplePod({ metadata: `annotations: {${APPARMOR_ANNOTATION}main: runtime/default}` }),
      examplePod({ spec: 'os: {name: windows}' }),
    ],
    bad: [examplePod(), examplePod({ container: 'securityContext: {runAsNonRoot: true, privileged: false}' })],
  },
});

/** Fields of a security context, of a pod or of a container, that confine it. */
const FIELDS = ['seccompProfile', 'appArmorProfile', 'seLinuxOptions'];

function check(container: ContainerSubject): Violation[] {
  const { pod, name, securityContext } = container;
  const isSet = [pod.securityContext, securityContext].some((context) =>
    FIELDS.some((field) => isObject(context[field]) && Object.keys(context[field]).length > 0),
  );
  const annotations = [SECCOMP_POD_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION + name, APPARMOR_ANNOTATION + name];
  if (pod.isWindows || isSet || annotations.some((key) => pod.annotations[key] !== undefined)) return [];
  if (listAt(objectAt(securityContext, 'capabilities'), 'drop').length > 0) return [];
  const message = `${FIELDS.join(', ')} and capabilities.drop are all unset; must set at least one`;
  return [{ path: '/securityContext', message }];
}
