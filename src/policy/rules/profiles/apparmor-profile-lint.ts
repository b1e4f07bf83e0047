import { profileFindingValue } from '../../../diagnostics/profile-finding';
import { AppArmorFile } from '../../../apparmor/apparmor-file';
import { lintAppArmor } from '../../../apparmor/lint/lints';
import { fileSubjects } from '../../../apparmor/lint/file-subjects';
import { AppArmorParserVersion } from '../../../apparmor/parser-version';
import { AppArmorSyntaxError } from '../../../diagnostics/profile-syntax-error';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import { profileTexts, type ProfileText } from './profile-source';
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
    good: [example('/usr/bin/sensor ix,', '/etc/sensor.conf r,')],
    bad: [example('/etc/sensor/secret r,', 'deny /etc/sensor/** r,'), example('/** rw,'), example('no rule')],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  return profileTexts(manifests, 'apparmor').flatMap(lint);
}

function lint({ object, path, key, text }: ProfileText): SetViolation[] {
  try {
    const file = AppArmorFile.recognize(text, { file: key, parserVersion: AppArmorParserVersion.V4_1 });
    return lintAppArmor(fileSubjects(file)).map((finding) => ({
      object,
      path,
      value: profileFindingValue(finding),
      severity: finding.severity,
      fix: finding.fix,
      message: `profile ${finding.profile}, line ${finding.line} of ${key}: ${finding.message} (${finding.rule})`,
    }));
  } catch (error) {
    if (!(error instanceof AppArmorSyntaxError)) throw error;
    const message = `not an AppArmor profile: ${error.message}`;
    return [{ object, path, value: key, severity: Severity.HIGH, message }];
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
