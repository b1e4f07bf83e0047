import { canonicalPath } from '../../host/path';
import { isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject } from '../../kubernetes/manifest';
import type { ContainerSubject } from '../subject/container-subject';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import type { PodSubject } from '../subject/pod-subject';
import { possibleNamespaces } from './possible-namespaces';

/** Mount of a volume in a container. */
export interface VolumeMount {
  readonly container: ContainerSubject;
  /** JSON pointer within the pod. */
  readonly path: string;
  readonly mountPath: string;
  readonly subPath: string;
  readonly readOnly: boolean;
}

/** Path of the node that a pod mounts, directly or through a claim. */
export interface HostPath {
  /** Name of the volume. */
  readonly volume: string;
  /** JSON pointer within the pod, of the value that sets the path. */
  readonly path: string;
  /** Canonical path, with `/run` for `/var/run`. */
  readonly hostPath: string;
  /** The path as the manifest writes it. */
  readonly written: string;
  readonly mounts: ReadonlyArray<VolumeMount>;
}

/** Returns the paths of the node that a pod mounts. */
export function hostPathsOf(pod: PodSubject): HostPath[] {
  const volumes = listAt(pod.spec, 'volumes');
  if (volumes.length === 0) return [];
  const mounts = mountsOf(pod);
  return volumes.flatMap((volume, i) => {
    if (!isObject(volume)) return [];
    const place = placeOf(volume, pod.object);
    if (place === undefined) return [];
    const name = stringAt(volume, 'name') ?? '';
    const path = `/spec/volumes${pointerStep(i)}${place.path}`;
    return [
      {
        volume: name,
        path,
        hostPath: canonicalPath(place.hostPath),
        written: place.hostPath,
        mounts: mounts.get(name) ?? [],
      },
    ];
  });
}

/** Returns the mounts of a pod, by the name of their volume. */
export function mountsOf(pod: PodSubject): Map<string, VolumeMount[]> {
  const byVolume = new Map<string, VolumeMount[]>();
  for (const container of pod.containers) {
    container.listAt('volumeMounts').forEach((mount, i) => {
      const name = isObject(mount) ? stringAt(mount, 'name') : undefined;
      if (!isObject(mount) || name === undefined) return;
      const found: VolumeMount = {
        container,
        path: `${container.path}/volumeMounts${pointerStep(i)}`,
        mountPath: stringAt(mount, 'mountPath') ?? '',
        subPath: stringAt(mount, 'subPath') ?? stringAt(mount, 'subPathExpr') ?? '',
        readOnly: mount['readOnly'] === true,
      };
      const mounts = byVolume.get(name);
      if (mounts) mounts.push(found);
      else byVolume.set(name, [found]);
    });
  }
  return byVolume;
}

function placeOf(volume: JsonObject, object: ObjectSubject): { path: string; hostPath: string } | undefined {
  const hostPath = stringAt(objectAt(volume, 'hostPath'), 'path');
  if (hostPath !== undefined) return { path: '/hostPath/path', hostPath };
  const claim = stringAt(objectAt(volume, 'persistentVolumeClaim'), 'claimName');
  const claimed = claim === undefined ? undefined : claimedPath(claim, object);
  return claimed === undefined ? undefined : { path: '/persistentVolumeClaim/claimName', hostPath: claimed };
}

/** Returns the volume that a claim names, or that is reserved for the claim. */
function volumeOf(claim: string, namespace: string | undefined, manifests: ManifestSet): ObjectSubject | undefined {
  const named = manifests.find('PersistentVolumeClaim', claim, namespace)?.textAt('spec', 'volumeName');
  if (named !== undefined) return manifests.find('PersistentVolume', named);
  return manifests._volumeReservedFor(claim, namespace);
}

/** Returns the node's path behind a claim, if the claim and the volume are among the manifests. */
function claimedPath(claim: string, { namespace, manifests }: ObjectSubject): string | undefined {
  for (const possible of possibleNamespaces(namespace)) {
    const found = volumeOf(claim, possible, manifests);
    const path = found?.textAt('spec', 'hostPath', 'path') ?? found?.textAt('spec', 'local', 'path');
    if (path !== undefined) return path;
  }
  return undefined;
}
