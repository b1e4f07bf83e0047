import { isObject, listAt, pointerStep, stringAt } from '../../kubernetes/manifest';
import { isBuiltInGroup } from '../../kubernetes/schema/service-of-kind';
import type { PodSubject } from '../subject/pod-subject';

/** Image that a pod uses: of a container, or of a volume. */
export interface ImageUse {
  /** Reference of the image. Empty if the pod does not set it. */
  readonly image: string;
  /** Pull policy in the manifest. Undefined if it is unset. */
  readonly pullPolicy: unknown;
  /** JSON pointer of the reference within the pod. */
  readonly path: string;
  /** JSON pointer of the pull policy within the pod. */
  readonly policyPath: string;
  /** Name of the container. Undefined for a volume. */
  readonly container?: string;
}

const ofPod = new WeakMap<PodSubject, ReadonlyArray<ImageUse>>();

/** Variable of an engine that makes pods, such as `$(params.image)` of Tekton or `{{inputs.parameters.image}}` of Argo. */
const VARIABLE = /\$\(|\{\{/;

/**
 * Returns the images of the containers and of the volumes of a pod, except those that are known only when an engine makes the pod.
 * They are looked up once.
 */
export function imagesOf(pod: PodSubject): ReadonlyArray<ImageUse> {
  const before = ofPod.get(pod);
  if (before !== undefined) return before;
  const all = [...ofContainers(pod), ...ofVolumes(pod)];
  // Kubernetes itself has no variables in images
  const images = isBuiltInGroup(pod.object.group) ? all : all.filter(({ image }) => !VARIABLE.test(image));
  ofPod.set(pod, images);
  return images;
}

function ofContainers(pod: PodSubject): ImageUse[] {
  return pod.containers.map((container) => ({
    image: container.textAt('image') ?? '',
    pullPolicy: container.valueAt('imagePullPolicy'),
    path: `${container.path}/image`,
    policyPath: `${container.path}/imagePullPolicy`,
    container: container.name,
  }));
}

function ofVolumes(pod: PodSubject): ImageUse[] {
  return listAt(pod.spec, 'volumes').flatMap((volume, i) => {
    const source = isObject(volume) ? volume['image'] : undefined;
    if (!isObject(source)) return [];
    const path = `/spec/volumes${pointerStep(i)}/image`;
    const pullPolicy = source['pullPolicy'] ?? undefined;
    return [
      {
        image: stringAt(source, 'reference') ?? '',
        pullPolicy,
        path: `${path}/reference`,
        policyPath: `${path}/pullPolicy`,
      },
    ];
  });
}
