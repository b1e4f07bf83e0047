import { isBuiltInGroup } from '../../kubernetes/schema/service-of-kind';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import { isNative } from './native-kind';

/** Numbers of pods that a workload runs at a time. */
export interface Scale {
  readonly least: number;
  /** Infinity if the number of nodes decides. */
  readonly most: number;
}

/** Returns how many pods a Pod or a workload runs. Undefined if it is not known. */
export function scaleOf(object: ObjectSubject): Scale | undefined {
  if (isNative(object, 'Pod')) return { least: 1, most: 1 };
  if (isNative(object, 'DaemonSet')) return { least: 0, most: Number.POSITIVE_INFINITY };
  const isWorkload = isNative(object, 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet');
  const given = object.numberAt('spec', 'replicas');
  if (!isWorkload && (given === undefined || !hasFormOfDeployment(object))) return undefined;
  const scaler = scalersOf(object.manifests).get(scaleKey(object.kind, object.name, object.namespace));
  const replicas = given ?? 1;
  if (scaler === undefined) return { least: replicas, most: replicas };
  // an autoscaler of another group can start at 0
  if (!isNative(scaler, 'HorizontalPodAutoscaler')) return undefined;
  const least = scaler.numberAt('spec', 'minReplicas') ?? 1;
  return { least, most: Math.max(scaler.numberAt('spec', 'maxReplicas') ?? least, least) };
}

/** Returns true for an object of another API group with one pod template in the place of that of a Deployment, such as a `Rollout` of Argo. */
function hasFormOfDeployment({ group, pods }: ObjectSubject): boolean {
  const [pod, ...others] = pods;
  return !isBuiltInGroup(group) && others.length === 0 && pod?.pointerOf('') === '/spec/template';
}

const SCALERS = new WeakMap<ManifestSet, ReadonlyMap<string, ObjectSubject>>();

/** Returns the autoscalers among manifests by the workload that they scale. */
function scalersOf(manifests: ManifestSet): ReadonlyMap<string, ObjectSubject> {
  const before = SCALERS.get(manifests);
  if (before !== undefined) return before;
  const scalers = new Map(
    [...manifests.ofKind('HorizontalPodAutoscaler'), ...manifests.ofKind('ScaledObject')].map((scaler) => {
      const kind = scaler.textAt('spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
      const name = scaler.textAt('spec', 'scaleTargetRef', 'name') ?? '';
      return [scaleKey(kind, name, scaler.namespace), scaler];
    }),
  );
  SCALERS.set(manifests, scalers);
  return scalers;
}

function scaleKey(kind: string, name: string, namespace: string | undefined): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
