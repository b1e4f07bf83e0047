import { groupOf, isObject, listAt, pointerStep, stringAt, type JsonObject, type Manifest } from './manifest';

/** Pod or pod template in an object. */
export interface FoundPod {
  /** Object that contains the pod. */
  readonly object: Manifest;
  /** JSON pointer of the pod, its template or its bare spec within that object: empty for a Pod itself. */
  readonly pointer: string;
  /** Object with `metadata` and `spec`: the Pod, or the template. */
  readonly template: JsonObject;
  readonly spec: JsonObject;
  /** False for a bare pod spec, which has no metadata for annotations (Akri). */
  readonly annotatable: boolean;
  /**
   * JSON pointers within the object of parts that are elsewhere in it, by their JSON pointer within the pod. Unset if the pod is a
   * part of the object as it is.
   */
  readonly places?: ReadonlyMap<string, string>;
}

/** Role of a container in its pod. */
export type ContainerRole = 'init' | 'sidecar' | 'main' | 'ephemeral';

/** Container of a pod. */
export interface FoundContainer {
  readonly container: JsonObject;
  readonly name: string;
  readonly role: ContainerRole;
  /** JSON pointer within the pod spec, such as `/containers/0`. */
  readonly pointer: string;
}

/** Path to the pods of a kind: keys, with `*` for each value of a map. */
interface PodPlace {
  readonly groups: ReadonlyArray<string>;
  readonly path: ReadonlyArray<string>;
  /** A template has metadata and a spec; a `spec` has only the fields of a pod spec. */
  readonly shape: 'template' | 'spec';
}

const steps = (path: string): string[] => (path === '' ? [] : path.split('.'));
const template = (groups: string[], path = 'spec.template'): PodPlace => ({
  groups,
  path: steps(path),
  shape: 'template',
});

/** Every kind that contains pods. Sources: Pod Security admission's list of kinds, and the CRDs of the edge engines. */
const POD_PLACES: Readonly<Record<string, ReadonlyArray<PodPlace>>> = {
  Pod: [template([''], '')],
  PodTemplate: [template([''], 'template')],
  ReplicationController: [template([''])],
  ReplicaSet: [template(['apps', 'extensions'])],
  Deployment: [template(['apps', 'extensions'])],
  DaemonSet: [template(['apps', 'extensions'])],
  StatefulSet: [template(['apps'])],
  Job: [template(['batch'])],
  CronJob: [template(['batch'], 'spec.jobTemplate.spec.template')],
  // OpenYurt
  YurtAppSet: [
    template(['apps.openyurt.io'], 'spec.workload.workloadTemplate.deploymentTemplate.spec.template'),
    template(['apps.openyurt.io'], 'spec.workload.workloadTemplate.statefulSetTemplate.spec.template'),
    // v1alpha1
    template(['apps.openyurt.io'], 'spec.workloadTemplate.deploymentTemplate.spec.template'),
    template(['apps.openyurt.io'], 'spec.workloadTemplate.statefulSetTemplate.spec.template'),
  ],
  YurtAppDaemon: [
    template(['apps.openyurt.io'], 'spec.workloadTemplate.deploymentTemplate.spec.template'),
    template(['apps.openyurt.io'], 'spec.workloadTemplate.statefulSetTemplate.spec.template'),
  ],
  YurtStaticSet: [template(['apps.openyurt.io'])],
  // SuperEdge: a template here is the spec of a Deployment or StatefulSet
  DeploymentGrid: [
    template(['superedge.io'], 'spec.template.template'),
    template(['superedge.io'], 'spec.templatePool.*.template'),
  ],
  StatefulSetGrid: [
    template(['superedge.io'], 'spec.template.template'),
    template(['superedge.io'], 'spec.templatePool.*.template'),
  ],
  // Akri
  Configuration: [
    { groups: ['akri.sh'], path: steps('spec.brokerSpec.brokerPodSpec'), shape: 'spec' },
    template(['akri.sh'], 'spec.brokerSpec.brokerJobSpec.template'),
  ],
};

/** Returns true if objects of a kind contain pods, so that they run some. */
export function isPodKind(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  return Object.hasOwn(POD_PLACES, kind) && (POD_PLACES[kind]?.some(({ groups }) => groups.includes(group)) ?? false);
}

/** Returns the pods of one object, without those of objects inside it. */
export function podsOf(object: Manifest): FoundPod[] {
  const group = groupOf(stringAt(object, 'apiVersion') ?? '');
  const kind = stringAt(object, 'kind') ?? '';
  // hasOwn, because a kind can be called "constructor"
  const places = Object.hasOwn(POD_PLACES, kind) ? POD_PLACES[kind] : undefined;
  return places?.filter((p) => p.groups.includes(group)).flatMap((p) => podsAt(object, p)) ?? [];
}

/**
 * Largest number of containers that are judged or hardened in one pod. A pod that runs has a few. Without a limit, a file of
 * 100 KB has 33,000 containers with a million findings.
 */
export const MOST_CONTAINERS_OF_POD = 500;

/** Returns what exceeds the limit of containers in a list of a pod's containers, if it does. */
export function crowdProblem(containers: ReadonlyArray<unknown>): string | undefined {
  if (containers.length <= MOST_CONTAINERS_OF_POD) return undefined;
  return `a pod has ${containers.length} containers, the limit is ${MOST_CONTAINERS_OF_POD}`;
}

/** Returns every container of a pod in the order of Pod Security: init containers and sidecars, then main, then ephemeral ones. */
export function containersOf(spec: JsonObject): FoundContainer[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    listAt(spec, list).flatMap((container, i) =>
      isObject(container)
        ? [
            {
              container,
              name: stringAt(container, 'name') ?? '',
              role: roleOf(list, container),
              pointer: `/${list}${pointerStep(i)}`,
            },
          ]
        : [],
    ),
  );
}

function roleOf(list: 'initContainers' | 'containers' | 'ephemeralContainers', container: JsonObject): ContainerRole {
  if (list === 'containers') return 'main';
  if (list === 'ephemeralContainers') return 'ephemeral';
  return container['restartPolicy'] === 'Always' ? 'sidecar' : 'init';
}

function podsAt(object: Manifest, { path, shape }: PodPlace): FoundPod[] {
  return valuesAt(object, path, 0, '').flatMap(({ value, pointer }): FoundPod[] => {
    if (shape === 'spec') return [{ object, pointer, template: { spec: value }, spec: value, annotatable: false }];
    const spec = value['spec'];
    return isObject(spec) ? [{ object, pointer, template: value, spec, annotatable: true }] : [];
  });
}

function valuesAt(
  value: unknown,
  path: ReadonlyArray<string>,
  at: number,
  pointer: string,
): { value: JsonObject; pointer: string }[] {
  if (!isObject(value)) return [];
  const key = path[at];
  if (key === undefined) return [{ value, pointer }];
  if (key !== '*') return valuesAt(value[key], path, at + 1, pointer + pointerStep(key));
  return Object.keys(value).flatMap((k) => valuesAt(value[k], path, at + 1, pointer + pointerStep(k)));
}
