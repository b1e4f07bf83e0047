import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { exampleSet, exampleWorkload } from '../../example';
import { volumesByClaim, type ClaimedVolume } from '../../extract/claimed-volumes';
import { isNative } from '../../extract/native-kind';
import { nodeLabelsOf } from '../../extract/node-labels';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import { scaleOf } from '../../extract/scale';
import type { ManifestSet } from '../../subject/manifest-set';
import type { ObjectSubject } from '../../subject/object-subject';
import type { PodSubject } from '../../subject/pod-subject';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the access mode of a volume claim allows all pods that mount it. */
export const claimAccessMode = rule({
  id: 'claim-access-mode',
  topic: Topic.VOLUMES,
  scope: 'set',
  title: 'The access mode of a volume claim allows all pods that mount it',
  severity: Severity.MEDIUM,
  rationale:
    'With ReadWriteOnce, all pods with the claim must run on one node, and with ReadWriteOncePod, only one pod can use it. The other pods wait without end, or two copies of the app write to the same files.',
  fix: 'run one replica, use a StatefulSet with volumeClaimTemplates, or a volume with ReadWriteMany',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes'],
  check,
  examples: {
    good: [
      exampleSet(claim('ReadWriteOnce'), workload()),
      exampleSet(claim('ReadWriteMany'), workload('DaemonSet')),
      exampleSet(claim('ReadWriteOnce'), workload('DaemonSet', 'nodeSelector: {kubernetes.io/hostname: gateway-1}')),
    ],
    bad: [exampleSet(claim('ReadWriteOnce'), workload('DaemonSet')), exampleSet(claim('ReadWriteOncePod'), workload())],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  return [...volumesByClaim(manifests).values()].flatMap((volumes) => {
    const modes = modesOf(volumes[0]);
    if (modes === undefined || modes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany')) return [];
    if (modes.includes('ReadWriteOnce')) return volumes.flatMap(onOneNode);
    return modes.includes('ReadWriteOncePod') ? inOnePod(volumes) : [];
  });
}

/** Returns the access modes of a claim. Undefined if the claim is not among the manifests. */
function modesOf(volume: ClaimedVolume | undefined): unknown[] | undefined {
  if (volume === undefined) return undefined;
  const { manifests, namespace } = volume.pod.object;
  return possibleNamespaces(namespace)
    .map((each) => manifests.find('PersistentVolumeClaim', volume.claim, each))
    .find((claim) => claim !== undefined)
    ?.listAt('spec', 'accessModes');
}

function onOneNode({ pod, claim, path }: ClaimedVolume): SetViolation[] {
  const most = scaleOf(pod.object)?.most ?? 1;
  if (most < 2 || isOnOneNode(pod)) return [];
  const message = `claim ${quote(claim)} has the access mode ReadWriteOnce, and ${inWords(pod.object, most)} mount it, which can run on several nodes`;
  return [{ object: pod.object, path: pod.pointerOf(path), value: claim, message }];
}

/** True if all copies of a pod run on one node. */
function isOnOneNode(pod: PodSubject): boolean {
  return nodeLabelsOf(pod).some(({ key, value }) => key === 'kubernetes.io/hostname' && value !== undefined);
}

function inOnePod(volumes: ReadonlyArray<ClaimedVolume>): SetViolation[] {
  return volumes.flatMap(({ pod, claim, path }, i) => {
    const { object } = pod;
    const most = scaleOf(object)?.most ?? 1;
    const message =
      i > 0
        ? 'another workload mounts it, too'
        : most > 1
          ? `${inWords(object, most)} mount it`
          : most === 1 && startsBeforeEnd(object)
            ? 'the Deployment starts the new pod before the old one ends, so the new one waits without end'
            : undefined;
    if (message === undefined) return [];
    return [
      {
        object,
        path: pod.pointerOf(path),
        value: claim,
        message: `claim ${quote(claim)} has the access mode ReadWriteOncePod, and ${message}`,
        ...(i === 0 && most === 1 && { fix: 'set strategy of the Deployment to {type: Recreate}' }),
      },
    ];
  });
}

/** True if an update starts a new pod while the old one runs. */
function startsBeforeEnd(object: ObjectSubject): boolean {
  if (!isNative(object, 'Deployment') || object.valueAt('spec', 'strategy', 'type') === 'Recreate') return false;
  const surge = object.valueAt('spec', 'strategy', 'rollingUpdate', 'maxSurge') ?? 1;
  return surge !== 0 && surge !== '0' && surge !== '0%';
}

function inWords({ kind }: ObjectSubject, most: number): string {
  return Number.isFinite(most) ? `${most} replicas of the ${kind}` : `all pods of the ${kind}`;
}

function claim(mode: string): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: edge}
spec: {accessModes: [${mode}], resources: {requests: {storage: 1Gi}}}
`;
}

function workload(kind: 'DaemonSet' | 'Deployment' = 'Deployment', spec = ''): string {
  return exampleWorkload({
    kind,
    spec: `volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n${spec}`,
  });
}
