import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import { seccompProfilesOf } from './named-profile';
import { operatorSeccompFiles, profileTexts } from './profile-source';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that manifests bring the seccomp profiles of pods to the nodes. */
export const seccompProfileProvided = rule({
  id: 'seccomp-profile-provided',
  topic: Topic.PROFILES,
  scope: 'set',
  title: 'Every seccomp profile that a pod uses is among the manifests',
  severity: Severity.LOW,
  rationale:
    'The runtime cannot create a container if its seccomp profile is not on the node. If nothing among the manifests copies the file there, its name is misspelled, or somebody has to copy it manually to each gateway.',
  fix: 'add the profile to the SeccompInstaller, or correct its path',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  controls: nist('4.4.3'),
  check,
  examples: { good: [exampleSet(pod(), provider('sensor'))], bad: [pod(), exampleSet(pod(), provider('senser'))] },
});

function check(manifests: ManifestSet): SetViolation[] {
  const users = manifests.objects.flatMap((object) =>
    object.pods.flatMap((pod) =>
      seccompProfilesOf(pod).map(({ profile, path, container }) => ({
        object,
        profile,
        path: pod.pointerOf(path),
        container: container?.name,
      })),
    ),
  );
  if (users.length === 0) return [];
  const files = new Set(profileTexts(manifests, 'seccomp').map(({ key }) => withSuffix(key)));
  const ofOperator = operatorSeccompFiles(manifests);
  // manifests that bring some profiles are expected to bring all of them
  const severity = files.size + ofOperator.size > 0 ? Severity.MEDIUM : Severity.LOW;
  return users
    .filter(
      ({ profile }) => !files.has(withSuffix(profile.slice(profile.lastIndexOf('/') + 1))) && !ofOperator.has(profile),
    )
    .map(({ object, profile, path, container }) => ({
      object,
      path,
      container,
      value: profile,
      severity,
      message: `nothing among the manifests copies the seccomp profile ${quote(profile)} to the nodes`,
    }));
}

function withSuffix(file: string): string {
  return file.endsWith('.json') ? file : `${file}.json`;
}

function provider(name: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: {name: profiles, namespace: seccomp-installer, labels: {secure-edge.dev/profiles: seccomp}}
data:
  ${name}.json: '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}'
`;
}

function pod(): string {
  return examplePod({
    spec: 'securityContext: {seccompProfile: {type: Localhost, localhostProfile: secure-edge/sensor.json}}',
  });
}
