import { quote } from '../../../diagnostics/input-error';
import { listAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { volumesByClaim, type ClaimedVolume } from '../../extract/claimed-volumes';
import { groupOf, userOf } from '../../extract/user-of';
import type { ContainerSubject } from '../../subject/container-subject';
import type { ManifestSet } from '../../subject/manifest-set';
import type { PodSubject } from '../../subject/pod-subject';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that apps with the same volume claim can use each other's files. */
export const sharedClaimGroup = rule({
  id: 'shared-claim-group',
  topic: Topic.VOLUMES,
  scope: 'set',
  title: 'Apps with the same volume claim have its group',
  severity: Severity.MEDIUM,
  rationale:
    'When a pod with an fsGroup starts, the kubelet gives all files of the volume to that group. A pod without the group can then no longer write to them, and often not read them. Which app fails depends on which one started last.',
  fix: 'set the same fsGroup in both pods, or add the group to supplementalGroups of the other pod',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods',
  ],
  check,
  examples: {
    good: [
      exampleSet(pod('reader', 'fsGroup: 2000'), pod('writer', 'fsGroup: 2000')),
      exampleSet(pod('reader', 'supplementalGroups: [2000]'), pod('writer', 'fsGroup: 2000')),
      exampleSet(pod('reader', 'runAsUser: 2000'), pod('writer', 'runAsUser: 2001')),
    ],
    bad: [exampleSet(pod('reader', 'fsGroup: 3000, runAsNonRoot: true'), pod('writer', 'fsGroup: 2000'))],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  return [...volumesByClaim(manifests).values()].flatMap((volumes) => {
    if (volumes.length < 2) return [];
    // a group stands for all pods with it, so that many pods with one claim take linear time
    const byGroup = new Map<number, ClaimedVolume>();
    for (const volume of volumes) {
      const group = volume.pod.securityContext['fsGroup'];
      if (typeof group === 'number' && !byGroup.has(group)) byGroup.set(group, volume);
    }
    const groups = [...byGroup].slice(0, MOST_GROUPS);
    return volumes.flatMap((volume) => {
      const lacking = groups.find(([group, { pod }]) => pod !== volume.pod && lacks(volume.pod, group));
      return lacking === undefined ? [] : [violation(volume, ...lacking)];
    });
  });
}

/** Number of groups of one claim that a pod is compared with. */
const MOST_GROUPS = 10;

/** True if a process of a pod certainly does not have a group, and is not user 0. */
function lacks(pod: PodSubject, group: number): boolean {
  const { fsGroup } = pod.securityContext;
  if (fsGroup === group || listAt(pod.securityContext, 'supplementalGroups').includes(group)) return false;
  return pod.containers.some((container) => !mayBeRoot(container) && groupOf(container) !== group);
}

function mayBeRoot(container: ContainerSubject): boolean {
  const user = userOf(container);
  if (user !== undefined) return user === 0;
  return (container.securityContext['runAsNonRoot'] ?? container.pod.securityContext['runAsNonRoot']) !== true;
}

function violation({ pod, claim, path, readOnly }: ClaimedVolume, group: number, other: ClaimedVolume): SetViolation {
  const { kind, name } = other.pod.object;
  return {
    object: pod.object,
    path: pod.pointerOf(path),
    value: claim,
    message: `claim ${quote(claim)} gets the group ${group} of ${kind} ${quote(name)}, which this pod does not have`,
    ...(readOnly && { severity: Severity.LOW }),
  };
}

function pod(name: string, securityContext: string): string {
  return examplePod({
    name,
    spec: `securityContext: {${securityContext}}\nvolumes: [{name: data, persistentVolumeClaim: {claimName: data}}]`,
    container: 'volumeMounts: [{name: data, mountPath: /data}]',
  });
}
