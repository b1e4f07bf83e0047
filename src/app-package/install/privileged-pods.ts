import { quote } from '../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type Manifest } from '../../kubernetes/manifest';
import { podsOf } from '../../kubernetes/pods';
import { payloadPath } from './payload-mount';
import { podName } from './static-pod';

/** Something that a pod may do beyond an ordinary app. */
export interface PodPrivilege {
  /** A sentence about it, such as `container "web" must not set securityContext.privileged=true`. */
  readonly message: string;
  /** Whether Pod Security baseline forbids it; if not, only restricted does. */
  readonly isForbiddenByBaseline: boolean;
}

/** Finds the privileges of the pods of an object. */
export type PodJudge = (object: Manifest) => ReadonlyArray<PodPrivilege>;

/** The privileges that a package asks for. */
export interface RequestedPrivileges {
  /** One line for each, to read before anything is changed. */
  readonly notes: ReadonlyArray<string>;
  /** One line for each object whose privileges nobody has accepted. */
  readonly problems: ReadonlyArray<string>;
}

/**
 * Names the privileges that pods ask for.
 * @param accepted objects whose pods may do what Pod Security baseline forbids, as `default/web`
 */
export function requestedPrivileges(
  objects: ReadonlyArray<Manifest>,
  judge: PodJudge,
  accepted: ReadonlySet<string>,
): RequestedPrivileges {
  const notes: string[] = [];
  const problems: string[] = [];
  for (const object of objects) {
    const found = judge(withoutPayload(object));
    const name = podName(object);
    const subject = `${kindOf(object)} ${quote(name)}`;
    const forbidden = found.filter((each) => each.isForbiddenByBaseline).map(({ message }) => message);
    const other = found.filter((each) => !each.isForbiddenByBaseline).map(({ message }) => message);
    if (forbidden.length > 0) notes.push(`${subject} is privileged: ${forbidden.join('; ')}`);
    if (other.length > 0) notes.push(`${subject} is not restricted: ${other.join('; ')}`);
    if (forbidden.length > 0 && !accepted.has(name))
      problems.push(
        `asks for privileges of ${subject} (${forbidden.join('; ')}): ${isPlain(name) ? `accept them with --accept-privileged ${name}` : 'give it a name that Kubernetes allows'}`,
      );
  }
  return { notes, problems };
}

/** Whether a name means itself in a shell, where a user may paste it. */
function isPlain(name: string): boolean {
  return /^[A-Za-z0-9.:/-]+$/.test(name);
}

function kindOf(object: Manifest): string {
  const kind = stringAt(object, 'kind') ?? '';
  return /^[A-Za-z]+$/.test(kind) ? kind : quote(kind);
}

/** The package's own files are read-only and root's: to mount them is no privilege. */
function withoutPayload(object: Manifest): Manifest {
  const copy = JSON.parse(JSON.stringify(object)) as Manifest;
  for (const { spec } of podsOf(copy))
    for (const volume of listAt(spec, 'volumes')) {
      if (!isObject(volume) || payloadPath(stringAt(objectAt(volume, 'hostPath'), 'path') ?? '') === undefined)
        continue;
      delete volume['hostPath'];
      volume['emptyDir'] = {};
    }
  return copy;
}
