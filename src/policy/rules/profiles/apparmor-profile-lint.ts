import { profileFindingValue } from '../../../diagnostics/profile-finding';
import { AppArmorFile } from '../../../apparmor/apparmor-file';
import { lintAppArmor } from '../../../apparmor/lint/lints';
import { fileSubjects } from '../../../apparmor/lint/file-subjects';
import { operatorProfileText } from '../../../apparmor/operator-profile-text';
import { AppArmorParserVersion } from '../../../apparmor/parser-version';
import { AppArmorSyntaxError } from '../../../diagnostics/profile-syntax-error';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import type { ObjectSubject } from '../../subject/object-subject';
import { operatorProfiles, profileTexts, type ProfileText, type ProfilePlace } from './profile-source';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks the AppArmor profiles among the manifests for mistakes. */
export const appArmorProfileLint = rule({
  id: 'apparmor-profile-lint',
  topic: Topic.PROFILES,
  scope: 'set',
  title: 'AppArmor profiles among the manifests have the effect that they seem to have',
  severity: Severity.MEDIUM,
  rationale:
    'A profile is code. A broad deny rule overrides a narrow allow rule regardless of their order, and an allow rule that is too broad does not confine the app. You notice neither until the app breaks, or is attacked.',
  fix: 'correct the profile; `secure-edge apparmor FILE` checks a single profile',
  references: ['https://gitlab.com/apparmor/apparmor/-/wikis/Documentation'],
  controls: nist('4.4.3', '4.4.4'),
  check,
  examples: {
    good: [example('/usr/bin/sensor ix,', '/etc/sensor.conf r,'), operatorExample('/var/lib/sensor/*')],
    bad: [
      example('/etc/sensor/secret r,', 'deny /etc/sensor/** r,'),
      example('/** rw,'),
      example('no rule'),
      operatorExample('/**'),
    ],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  return [
    ...profileTexts(manifests, 'apparmor').flatMap(lint),
    ...operatorProfiles(manifests, 'AppArmorProfile').flatMap(lintObject),
  ];
}

function lint({ object, path, key, text }: ProfileText): SetViolation[] {
  return findingsOf(text, key, (line, profile) => ({
    object,
    path,
    where: `profile ${profile}, line ${line} of ${key}: `,
  }));
}

/** Checks a profile in an object of its own: a text in older versions of the operator, or lists. */
function lintObject(object: ObjectSubject): SetViolation[] {
  const spec = object.objectAt('spec');
  const policy = spec['policy'];
  if (typeof policy === 'string') return lint({ object, path: '/spec/policy', key: 'policy', text: policy });
  const { text, pointers, problems } = operatorProfileText(object.name, spec);
  const rejected = problems.map(({ pointer, message }) => ({
    object,
    path: pointer,
    severity: Severity.HIGH,
    value: pointer.slice(pointer.lastIndexOf('/abstract/') + 1),
    message,
  }));
  const findings = findingsOf(text, object.name, (line, _profile, id) => {
    // the operator writes the other lines, also the one of the profile's name
    const path = id === 'missing-abi' ? undefined : pointers.get(line);
    return path === undefined ? undefined : { object, path, where: '' };
  });
  return [...rejected, ...findings];
}

/** Returns the findings of the lints in a text, without those at a line that has no place. */
function findingsOf(
  text: string,
  file: string,
  placeOf: (line: number, profile: string, lint?: string) => ProfilePlace | undefined,
): SetViolation[] {
  try {
    const parsed = AppArmorFile.recognize(text, { file, parserVersion: AppArmorParserVersion.V4_1 });
    return lintAppArmor(fileSubjects(parsed)).flatMap((finding) => {
      const place = placeOf(finding.line, finding.profile, finding.rule);
      if (place === undefined) return [];
      const { where, ...at } = place;
      // the author of lists does not see the lines of the text
      const shown = where === '' ? { ...finding, message: finding.message.replace(/,? on line \d+/g, '') } : finding;
      const { rule, severity, fix, message } = shown;
      return [
        {
          ...at,
          severity,
          fix,
          value: profileFindingValue(shown),
          shortValue: rule,
          message: `${where}${message} (${rule})`,
        },
      ];
    });
  } catch (error) {
    if (!(error instanceof AppArmorSyntaxError)) throw error;
    const place = placeOf(error.line, file);
    if (place === undefined) return [];
    const { object, path } = place;
    return [
      {
        object,
        path,
        severity: Severity.HIGH,
        value: file,
        message: `not an AppArmor profile: ${error.message}`,
      },
    ];
  }
}

function example(...rules: string[]): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: profiles, labels: {secure-edge.dev/profiles: apparmor}}
data:
  sensor: |
    abi <abi/3.0>,
    profile sensor flags=(attach_disconnected) {
      signal (receive) peer=unconfined,
${rules.map((rule) => `      ${rule}`).join('\n')}
    }
`;
}

function operatorExample(readWritePath: string): string {
  return `
apiVersion: security-profiles-operator.x-k8s.io/v1
kind: AppArmorProfile
metadata: {name: sensor}
spec:
  abstract:
    executable: {allowedExecutables: [/usr/bin/sensor]}
    filesystem: {readWritePaths: [${readWritePath}]}
`;
}
