import { isObject, listAt, objectAt, pointerStep, stringAt } from '../../kubernetes/manifest';
import type { ManifestSet } from '../subject/manifest-set';
import type { PodSubject } from '../subject/pod-subject';
import { mountsOf } from './host-path';

/** Volume of a pod that is a volume claim with a name. */
export interface ClaimedVolume {
  readonly pod: PodSubject;
  /** Name of the claim. */
  readonly claim: string;
  /** JSON pointer of the claim's name within the pod. */
  readonly path: string;
  /** True if no container can write to the volume. */
  readonly readOnly: boolean;
}

/** Returns the volumes of a pod that are volume claims. */
export function claimedVolumesOf(pod: PodSubject): ClaimedVolume[] {
  const volumes = listAt(pod.spec, 'volumes');
  if (volumes.length === 0) return [];
  const mounts = mountsOf(pod);
  return volumes.flatMap((volume, i) => {
    const source = isObject(volume) ? objectAt(volume, 'persistentVolumeClaim') : {};
    const claim = stringAt(source, 'claimName');
    if (!isObject(volume) || claim === undefined) return [];
    const mounted = mounts.get(stringAt(volume, 'name') ?? '') ?? [];
    const readOnly = source['readOnly'] === true || (mounted.length > 0 && mounted.every((mount) => mount.readOnly));
    return [{ pod, claim, path: `/spec/volumes${pointerStep(i)}/persistentVolumeClaim/claimName`, readOnly }];
  });
}

/** Returns the volumes of each claim of a namespace, in the order of the manifests. */
export function volumesByClaim(manifests: ManifestSet): Map<string, ClaimedVolume[]> {
  const byClaim = new Map<string, ClaimedVolume[]>();
  for (const object of manifests.objects) {
    for (const volume of object.pods.flatMap(claimedVolumesOf)) {
      const key = `${object.namespace ?? ''}/${volume.claim}`;
      const others = byClaim.get(key);
      if (others) others.push(volume);
      else byClaim.set(key, [volume]);
    }
  }
  return byClaim;
}
