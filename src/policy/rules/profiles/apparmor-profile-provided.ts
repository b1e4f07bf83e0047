import { AppArmorFile } from '../../../apparmor/apparmor-file';
import { AppArmorParserVersion } from '../../../apparmor/parser-version';
import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { NodeAppArmor } from '../../../kubernetes/target';
import { examplePod, exampleSet } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import { appArmorProfilesOf } from './named-profile';
import { operatorAppArmorNames, profileTexts, type ProfileText } from './profile-source';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that manifests bring the AppArmor profiles of pods to the nodes. */
export const appArmorProfileProvided = rule({
  id: 'apparmor-profile-provided',
  topic: Topic.PROFILES,
  scope: 'set',
  title: 'Every AppArmor profile that a pod uses is among the manifests',
  severity: Severity.LOW,
  rationale:
    'The kubelet does not start a container if its profile is not loaded. If nothing among the manifests loads a profile, its name is misspelled, or somebody has to load it manually on each gateway.',
  fix: 'add the profile to the AppArmorLoader, or correct its name',
  references: ['https://kubernetes.io/docs/tutorials/security/apparmor/'],
  controls: nist('4.4.3'),
  check,
  examples: { good: [exampleSet(pod(), provider('sensor'))], bad: [pod(), exampleSet(pod(), provider('senser'))] },
});

/** Profiles that container runtimes load themselves. */
const OF_RUNTIMES = ['containers-default', 'cri-containerd.apparmor.d', 'crio-default', 'docker-default'];

function check(manifests: ManifestSet): SetViolation[] {
  // nodes without AppArmor start no pod with a profile, which another rule reports
  if (manifests.target.appArmor === NodeAppArmor.NO) return [];
  const users = manifests.objects.flatMap((object) =>
    object.pods.flatMap((pod) =>
      appArmorProfilesOf(pod).map(({ profile, path, container }) => ({
        object,
        profile,
        path: pod.pointerOf(path),
        container: container?.name,
      })),
    ),
  );
  if (users.length === 0) return [];
  const provided = namesProvided(manifests);
  const known = new Set([...provided, ...OF_RUNTIMES]);
  // manifests that bring some profiles are expected to bring all of them
  const severity = provided.length > 0 ? Severity.MEDIUM : Severity.LOW;
  return users
    .filter(({ profile }) => !known.has(profile))
    .map(({ object, profile, path, container }) => ({
      object,
      path,
      container,
      value: profile,
      severity,
      message: `nothing among the manifests loads the AppArmor profile ${quote(profile)} on the nodes${provided.length > 0 ? `; they load ${provided.slice(0, 5).map(quote).join(', ')}` : ''}`,
    }));
}

function namesProvided(manifests: ManifestSet): string[] {
  return [
    ...new Set([...profileTexts(manifests, 'apparmor').flatMap(namesIn), ...operatorAppArmorNames(manifests)]),
  ].sort();
}

function namesIn({ key, text }: ProfileText): string[] {
  try {
    const { profiles } = AppArmorFile.recognize(text, { parserVersion: AppArmorParserVersion.V4_1 });
    return profiles.map(({ name }) => name);
  } catch {
    return [key];
  }
}

function provider(name: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: profiles, namespace: apparmor-loader, labels: {secure-edge.dev/profiles: apparmor}}
data:
  ${name}: |
    profile ${name} flags=(attach_disconnected) {
      /usr/bin/sensor ix,
    }
`;
}

function pod(): string {
  return examplePod({ spec: 'securityContext: {appArmorProfile: {type: Localhost, localhostProfile: sensor}}' });
}
