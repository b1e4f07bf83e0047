import { quote } from '../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type Manifest } from '../../kubernetes/manifest';
import { podsOf } from '../../kubernetes/pods';
import { dataPath } from './data-volume';
import { payloadPath } from './payload-mount';
import { podName } from './static-pod';

/** Privilege of a pod that Pod Security restricted forbids. */
export interface PodPrivilege {
  /** Sentence about the privilege, such as `container "web" must not set securityContext.privileged=true`. */
  readonly message: string;
  /** True if Pod Security baseline forbids it. Otherwise, only restricted does. */
  readonly isForbiddenByBaseline: boolean;
}

/** Function that finds the privileges of the pods of an object. */
export type PodJudge = (object: Manifest) => ReadonlyArray<PodPrivilege>;

/** Privileges that a package requests. */
export interface RequestedPrivileges {
  /** One line for each privilege, shown before any change. */
  readonly notes: ReadonlyArray<string>;
  /** One line for each object whose privileges the user has not accepted. */
  readonly problems: ReadonlyArray<string>;
}

/**
 * Finds the privileges that pods request.
 * @param accepted objects whose pods may do what Pod Security baseline forbids, such as `default/web`
 */
export function requestedPrivileges(
  objects: ReadonlyArray<Manifest>,
  judge: PodJudge,
  accepted: ReadonlySet<string>,
): RequestedPrivileges {
  const notes: string[] = [];
  const problems: string[] = [];
  for (const object of objects) {
    const found = judge(withoutOwnFolders(object));
    const name = podName(object);
    const subject = `${kindOf(object)} ${quote(name)}`;
    const forbidden = found.filter((each) => each.isForbiddenByBaseline).map(({ message }) => message);
    const other = found.filter((each) => !each.isForbiddenByBaseline).map(({ message }) => message);
    if (forbidden.length > 0) notes.push(`${subject} is privileged: ${forbidden.join('; ')}`);
    if (other.length > 0) notes.push(`${subject} is not restricted: ${other.join('; ')}`);
    if (forbidden.length > 0 && !accepted.has(name))
      problems.push(
        `requests privileges for ${subject} (${forbidden.join('; ')}): ${isPlain(name) ? `accept them with --accept-privileged ${name}` : 'give it a name that Kubernetes allows'}`,
      );
  }
  return { notes, problems };
}

/** True if a shell does not interpret a name, so that a user can paste it. */
function isPlain(name: string): boolean {
  return /^[A-Za-z0-9.:/-]+$/.test(name);
}

function kindOf(object: Manifest): string {
  const kind = stringAt(object, 'kind') ?? '';
  return /^[A-Za-z]+$/.test(kind) ? kind : quote(kind);
}

/**
 * Replaces mounts of the package's own files and data, which are not a privilege: the files are read-only, and the data contain
 * nothing else.
 */
function withoutOwnFolders(object: Manifest): Manifest {
  const copy = JSON.parse(JSON.stringify(object)) as Manifest;
  for (const { spec } of podsOf(copy))
    for (const volume of listAt(spec, 'volumes')) {
      if (!isObject(volume)) continue;
      const path = stringAt(objectAt(volume, 'hostPath'), 'path') ?? '';
      if (payloadPath(path) === undefined && dataPath(path) === undefined) continue;
      delete volume['hostPath'];
      volume['emptyDir'] = {};
    }
  return copy;
}
