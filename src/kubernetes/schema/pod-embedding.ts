import { groupOf } from '../manifest';
import { isPodKind } from '../pods';

/** Kinds of other API groups whose pods are complete pod templates of Kubernetes, and whose places are found by shape. */
const WHOLE_TEMPLATES: Readonly<Record<string, ReadonlyArray<string>>> = {
  'agones.dev': ['Fleet', 'GameServer', 'GameServerSet'],
  'apps.kruise.io': ['AdvancedCronJob', 'BroadcastJob', 'CloneSet', 'DaemonSet', 'StatefulSet', 'UnitedDeployment'],
  'argoproj.io': ['Experiment', 'Rollout'],
  'batch.volcano.sh': ['Job'],
  'jobset.x-k8s.io': ['JobSet'],
  'keda.sh': ['ScaledJob'],
  'kubeflow.org': ['JAXJob', 'MPIJob', 'Notebook', 'PaddleJob', 'PyTorchJob', 'TFJob', 'XGBoostJob'],
  'leaderworkerset.x-k8s.io': ['LeaderWorkerSet'],
  'ray.io': ['RayCluster', 'RayJob', 'RayService'],
};

/**
 * Returns true if the pods of a kind have exactly the fields of a pod of Kubernetes. Other kinds add fields of their own, such as
 * `containerConcurrency` of Knative, or fill in required ones, such as the name of a container.
 */
export function embedsWholePods(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  if (isPodKind(apiVersion, kind)) return true;
  return Object.hasOwn(WHOLE_TEMPLATES, group) && (WHOLE_TEMPLATES[group]?.includes(kind) ?? false);
}
