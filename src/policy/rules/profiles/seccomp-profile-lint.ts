import { profileFindingValue } from '../../../diagnostics/profile-finding';
import { SeccompFile } from '../../../seccomp/seccomp-file';
import { SeccompSyntaxError } from '../../../diagnostics/profile-syntax-error';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import { operatorProfiles, profileTexts, type ProfileText } from './profile-source';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks the seccomp profiles among the manifests for mistakes. */
export const seccompProfileLint = rule({
  id: 'seccomp-profile-lint',
  topic: Topic.PROFILES,
  scope: 'set',
  title: 'Seccomp profiles among the manifests have the effect that they seem to have',
  severity: Severity.MEDIUM,
  rationale:
    'A profile that allows by default, or omits an interface of the processor, does not filter: an attacker in the app can use the whole kernel.',
  fix: 'correct the profile; `secure-edge seccomp FILE` checks a single profile',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  controls: nist('4.4.3', '4.4.4'),
  check,
  examples: {
    good: [example('SCMP_ACT_ERRNO')],
    bad: [
      example('SCMP_ACT_ALLOW'),
      `
apiVersion: v1
kind: ConfigMap
metadata: {name: profiles, labels: {secure-edge.dev/profiles: seccomp}}
data:
  sensor.json: '{"defaultAction": "SCMP_ACT_LOG"}'
`,
    ],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  const ofOperator = operatorProfiles(manifests, 'SeccompProfile').map((object): ProfileText => ({
    object,
    path: '/spec',
    key: `${object.name}.json`,
    text: JSON.stringify(object.objectAt('spec')),
  }));
  return [...profileTexts(manifests, 'seccomp'), ...ofOperator].flatMap(lint);
}

function lint({ object, path, key, text }: ProfileText): SetViolation[] {
  // a profile in an object of its own has no line numbers
  const isFile = path !== '/spec';
  try {
    return SeccompFile.parse(text, key)
      .lint()
      .map((finding) => ({
        object,
        path,
        value: profileFindingValue(finding),
        severity: finding.severity,
        fix: finding.fix,
        message: `${isFile ? `line ${finding.line} of ${key}: ` : ''}${finding.message} (${finding.rule})`,
      }));
  } catch (error) {
    if (!(error instanceof SeccompSyntaxError)) throw error;
    const message = `not a seccomp profile: ${error.message}`;
    return [{ object, path, value: key, severity: Severity.HIGH, message }];
  }
}

function example(defaultAction: string): string {
  return `
apiVersion: security-profiles-operator.x-k8s.io/v1
kind: SeccompProfile
metadata: {name: sensor}
spec:
  defaultAction: ${defaultAction}
  architectures: [SCMP_ARCH_AARCH64, SCMP_ARCH_ARM]
  syscalls:
    - names: [brk, close, execve, exit, exit_group, openat, read, rt_sigreturn, sigreturn, write]
      action: SCMP_ACT_ALLOW
`;
}
