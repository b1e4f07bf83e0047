import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, DescribedBreach, PodSecurityCheck } from '../check';
import { plural, quoted, valuesOf } from '../words';

/** Volume types that the level restricted accepts. */
const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Volume types that it rejects, in the order of upstream. */
const REFUSED = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

/** Rejects volumes that are a path of the node. */
export const hostPathVolumes: PodSecurityCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  revisions: [{ since: 0, find: (pod) => volumesOf(pod, (v) => (isSet(v, 'hostPath') ? 'hostPath' : undefined)) }],
  describe: (breaches) => ({ reason: 'hostPath volumes', detail: volumeList(breaches) }),
};

/** Rejects volumes with a type that gives access to the node, or to a protocol of the kernel. */
export const restrictedVolumes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  replaces: 'hostPathVolumes',
  revisions: [{ since: 0, find: (pod) => volumesOf(pod, refusedSource) }],
  describe: (breaches) => {
    const types = valuesOf(breaches);
    return {
      reason: 'restricted volume types',
      detail: `${volumeList(breaches)} ${plural('uses', 'use', breaches.length)} ${plural('restricted volume type', 'restricted volume types', types.length)} ${quoted(types)}`,
    };
  },
};

function volumesOf(pod: PodSubject, refused: (volume: JsonObject) => string | undefined): Breach[] {
  return listAt(pod.spec, 'volumes').flatMap((volume, i) => {
    if (!isObject(volume)) return [];
    const source = refused(volume);
    if (source === undefined) return [];
    const path = `/spec/volumes/${i}${source === 'unknown' ? '' : `/${source}`}`;
    const name = stringAt(volume, 'name') ?? '';
    const hostPath = stringAt(objectAt(volume, 'hostPath'), 'path');
    const subject = source === 'hostPath' ? hostPath : `${name}: ${source}`;
    return [{ path, volume: name, value: source, subject }];
  });
}

/** Returns the type that the level restricted rejects, if any. The API server treats a volume with only a name as an emptyDir. */
function refusedSource(volume: JsonObject): string | undefined {
  if (ALLOWED.some((source) => isSet(volume, source))) return undefined;
  const known = REFUSED.find((source) => isSet(volume, source));
  if (known !== undefined) return known;
  return Object.keys(volume).some((key) => key !== 'name' && isSet(volume, key)) ? 'unknown' : undefined;
}

function isSet(volume: JsonObject, source: string): boolean {
  return volume[source] !== undefined && volume[source] !== null;
}

function volumeList(breaches: ReadonlyArray<DescribedBreach>): string {
  return `${plural('volume', 'volumes', breaches.length)} ${quoted(breaches.map((b) => b.volume ?? ''))}`;
}
