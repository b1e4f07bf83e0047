import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { NodeAppArmor } from '../../../kubernetes/target';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { appArmorProfile } from '../../pod-security/checks/app-armor-profile';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import type { PodSubject } from '../../subject/pod-subject';
import { Topic } from '../../topic';
import type { PodSecurityViolation } from '../../violation';
import { requiredAppArmorOf } from './named-profile';
import { examplePod } from '../../example';

/** Checks that AppArmor is not switched off. */
export const apparmorProfile = podSecurityRule({
  id: 'apparmor-profile',
  topic: Topic.PROFILES,
  title: 'No container switches off the AppArmor profile of its runtime',
  severity: Severity.HIGH,
  rationale:
    "On nodes with AppArmor, every container gets the runtime's profile unless the manifest switches it off. The profile denies mounts, and writes to parameters of the node in /proc and /sys.",
  fix: 'remove the Unconfined profile, or set a Localhost profile that allows what the app needs',
  baseline: appArmorProfile,
  controls: [...nist('4.4.3'), ...cis('5.7.3'), ...nsa('C-0055')],
  cel: "variables.podSpec.?securityContext.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'] && variables.containers.all(c, c.?securityContext.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'] && (variables.anyObject.kind == 'Pod' ? variables.anyObject.?metadata.?annotations[?'container.apparmor.security.beta.kubernetes.io/' + c.name] : variables.anyObject.?spec.?jobTemplate.?spec.?template.?metadata.?annotations[?'container.apparmor.security.beta.kubernetes.io/' + c.name].or(variables.anyObject.?spec.?template.?metadata.?annotations[?'container.apparmor.security.beta.kubernetes.io/' + c.name]).or(variables.anyObject.?template.?metadata.?annotations[?'container.apparmor.security.beta.kubernetes.io/' + c.name])).orValue('runtime/default').matches('^(runtime/default|localhost/.*)?$'))",
  examples: {
    good: [
      examplePod(),
      examplePod({ container: 'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: sensor}}' }),
    ],
    bad: [examplePod({ container: 'securityContext: {appArmorProfile: {type: Unconfined}}' })],
  },
  adjust: withoutAppArmor,
});

/** Adds violations for nodes without AppArmor, whose kubelet starts no pod with a profile. */
function withoutAppArmor(found: PodSecurityViolation[], pod: PodSubject): PodSecurityViolation[] {
  if (pod._target.appArmor !== NodeAppArmor.NO || pod.isWindows) return found;
  return [
    ...found,
    ...requiredAppArmorOf(pod).map(({ profile, path, container }) => ({
      path,
      container: container?.name,
      value: profile,
      message: `the AppArmor profile is ${quote(profile)}, but the nodes have no AppArmor, so the kubelet rejects the pod; must be unset`,
      fix: 'remove the profile, or check the manifest for nodes that have AppArmor',
    })),
  ];
}
