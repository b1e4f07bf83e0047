import { quote } from '../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject, type Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { containedPath } from '../contained-path';
import { plainPath } from '../payload/payload-path';
import { PACKAGE_PATHS } from './package-paths';

/** Folder of an app's data on a machine, which survives new versions of the app. */
export interface DataVolume {
  readonly name: string;
  /** User that owns the folder: the user of the containers that mount it. */
  readonly uid: number;
  /** Group that owns the folder: the `fsGroup` of the pods that mount it. */
  readonly gid: number;
  readonly mode: number;
}

/** Name of a volume, which is the name of its folder. */
export const VOLUME_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

const OF_USER = 0o700;
const OF_GROUP = 0o770;

/** Returns the folder of all data, beside that of the installed apps. */
export function dataRoot(root: string): string {
  return containedPath(root, 'data');
}

/** Returns the folder of a volume, relative to the folder of all data. */
export function volumePath(app: string, name: string): string {
  return `${app}/volumes/${name}`;
}

/** Mounts of one volume by the pods of an app. */
interface Mounts {
  /** Users of the containers. Undefined for a container without a numeric user. */
  readonly users: Set<number | undefined>;
  /** Groups of the pods. Undefined for a pod without `fsGroup`. */
  readonly groups: Set<number | undefined>;
}

/** Volumes of an app, with problems. */
export interface DataVolumes {
  readonly volumes: ReadonlyArray<DataVolume>;
  /** One sentence each. */
  readonly problems: ReadonlyArray<string>;
}

/**
 * Sets the volumes of manifests that refer to the data of their app to its folders. The manifests are changed.
 * @param data folder of all data
 */
export function mountData(manifests: ReadonlyArray<Manifest>, data: string, app: string): DataVolumes {
  const problems: string[] = [];
  const mounts = new Map<string, Mounts>();
  for (const { spec } of manifests.flatMap(podsOf))
    for (const volume of listAt(spec, 'volumes')) {
      const hostPath = isObject(volume) ? objectAt(volume, 'hostPath') : {};
      const name = dataPath(stringAt(hostPath, 'path') ?? '');
      if (!isObject(volume) || name === undefined) continue;
      if (!VOLUME_NAME.test(name)) {
        problems.push(
          `volume ${quote(volume['name'])} mounts ${quote(hostPath['path'])}: must be ${VOLUMES}NAME, with a name of letters, digits, dots, dashes and underscores; use subPath for a part of a volume`,
        );
        continue;
      }
      hostPath['path'] = containedPath(data, volumePath(app, name));
      hostPath['type'] = 'Directory';
      const found = mounts.get(name) ?? { users: new Set(), groups: new Set() };
      mounts.set(name, found);
      addMounts(spec, volume['name'], found);
    }
  const volumes = [...mounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, of]) => ownerOf(name, of));
  return {
    volumes: volumes.filter((each) => typeof each !== 'string'),
    problems: [...problems, ...volumes.filter((each) => typeof each === 'string')],
  };
}

/** Start of the paths of volumes in a manifest. */
const VOLUMES = `${PACKAGE_PATHS.data}/volumes/`;

/**
 * Returns the name of the volume at a path of a manifest. Empty if the path refers to the data, but not to a volume. Undefined if
 * it does not refer to the data.
 */
export function dataPath(path: string): string | undefined {
  const plain = `/${plainPath(path)}`;
  if (plain.startsWith(VOLUMES)) return plain.slice(VOLUMES.length);
  return plain === PACKAGE_PATHS.data || plain.startsWith(`${PACKAGE_PATHS.data}/`) ? '' : undefined;
}

function addMounts(spec: JsonObject, volume: unknown, { users, groups }: Mounts): void {
  const ofPod = objectAt(spec, 'securityContext');
  for (const { container } of containersOf(spec)) {
    if (!listAt(container, 'volumeMounts').some((mount) => isObject(mount) && mount['name'] === volume)) continue;
    users.add(idAt(objectAt(container, 'securityContext'), 'runAsUser') ?? idAt(ofPod, 'runAsUser'));
    groups.add(idAt(ofPod, 'fsGroup'));
  }
}

function idAt(context: JsonObject, key: string): number | undefined {
  const id = context[key];
  return Number.isInteger(id) ? (id as number) : undefined;
}

/** Returns the volume with its owner, or the problem of an owner that is not clear. */
function ownerOf(name: string, { users, groups }: Mounts): DataVolume | string {
  const [user, ...otherUsers] = users;
  const [group, ...otherGroups] = groups;
  const gid = otherGroups.length === 0 ? group : undefined;
  const mode = gid === undefined ? OF_USER : OF_GROUP;
  // nothing mounts it
  if (users.size === 0) return { name, uid: 0, gid: 0, mode };
  if (user !== undefined && otherUsers.length === 0) return { name, uid: user, gid: gid ?? user, mode };
  if (gid !== undefined) return { name, uid: 0, gid, mode };
  return users.size === 1
    ? `volume ${quote(name)} of the data is mounted by a container without a numeric user: set securityContext.runAsUser, or fsGroup of its pod, so that the folder can belong to it`
    : `volume ${quote(name)} of the data is mounted by containers of different users (${[...users].map((each) => each ?? 'unknown').join(', ')}): set the same fsGroup in their pods`;
}
