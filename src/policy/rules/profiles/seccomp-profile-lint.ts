import { profileFindingValue } from '../../../diagnostics/profile-finding';
import { SeccompFile } from '../../../seccomp/seccomp-file';
import { SeccompSyntaxError } from '../../../diagnostics/profile-syntax-error';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import type { ObjectSubject } from '../../subject/object-subject';
import { jsonLines } from './json-lines';
import { operatorProfiles, profileTexts, type ProfileText, type ProfilePlace } from './profile-source';
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

/** Keys of the object that are for the operator, and not part of the profile. */
const FOR_OPERATOR = new Set(['baseProfileName', 'disabled', 'state', 'targetWorkload']);

/** Lints that judge what a profile lacks. Its base profile may have it. */
const OF_WHOLE_PROFILES = new Set(['missing-essentials', 'missing-twin', 'uncovered-interface']);

function check(manifests: ManifestSet): SetViolation[] {
  return [
    ...profileTexts(manifests, 'seccomp').flatMap(lint),
    ...operatorProfiles(manifests, 'SeccompProfile').flatMap(lintObject),
  ];
}

function lint({ object, path, key, text }: ProfileText): SetViolation[] {
  return findingsOf(
    text,
    key,
    (line) => ({ object, path, where: `line ${line} of ${key}: ` }),
    () => true,
  );
}

/** Checks a profile in an object of its own. */
function lintObject(object: ObjectSubject): SetViolation[] {
  const spec = object.objectAt('spec');
  const profile = Object.fromEntries(Object.entries(spec).filter(([key]) => !FOR_OPERATOR.has(key)));
  const { text, pointerOf } = jsonLines(profile);
  const hasBase = typeof spec['baseProfileName'] === 'string' && spec['baseProfileName'] !== '';
  return findingsOf(
    text,
    `${object.name}.json`,
    (line) => ({ object, path: `/spec${pointerOf(line)}`, where: '' }),
    (id) => !(hasBase && OF_WHOLE_PROFILES.has(id)),
  );
}

function findingsOf(
  text: string,
  file: string,
  placeOf: (line: number) => ProfilePlace,
  isWanted: (lint: string) => boolean,
): SetViolation[] {
  try {
    return SeccompFile.parse(text, file)
      .lint()
      .filter(({ rule }) => isWanted(rule))
      .map((finding) => {
        const { rule, severity, fix, line, message } = finding;
        const { where, ...at } = placeOf(line);
        return {
          ...at,
          severity,
          fix,
          value: profileFindingValue(finding),
          shortValue: rule,
          message: `${where}${message} (${rule})`,
        };
      });
  } catch (error) {
    if (!(error instanceof SeccompSyntaxError)) throw error;
    const { object, path } = placeOf(error.line);
    return [
      {
        object,
        path,
        severity: Severity.HIGH,
        value: file,
        message: `not a seccomp profile: ${error.message}`,
      },
    ];
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
