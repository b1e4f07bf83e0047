import { keyPath } from '../key-path';
import type { ServiceDefinition } from '../service-definition';
import { represent, type SkeletonContainer } from './skeleton-container';

/** Reads what Docker and Kubernetes call the privileges of a container, which the printed skeleton does not have. */
export function privilegesOf(
  container: SkeletonContainer,
): Pick<ServiceDefinition, 'privileged' | 'user' | 'read_only' | 'cap_add' | 'cap_drop'> {
  const { values, steps } = container;
  const security = [...steps, 'securityContext'];
  values.object(security);
  const own = ['privileged', 'securityContext.privileged'].map((path) => path.split('.'));
  const set = own.filter((path) => values.flag([...steps, ...path]) !== undefined);
  // one that is true decides
  const privileged = set.find((path) => values.flag([...steps, ...path])) ?? set[0];
  if (privileged) represent(container, 'privileged', privileged);
  const user = userOf(container);
  const readOnly = values.flag([...security, 'readOnlyRootFilesystem']);
  represent(container, 'read_only', ['securityContext', 'readOnlyRootFilesystem'], { reason: READ_ONLY });
  const [add, drop] = (['add', 'drop'] as const).map((key) => {
    represent(container, `cap_${key}`, ['securityContext', 'capabilities', key]);
    const words = values.texts([...security, 'capabilities', key]);
    words.forEach((_, i) => {
      represent(container, keyPath(`cap_${key}`, i), ['securityContext', 'capabilities', key, i]);
    });
    return words;
  });
  return {
    ...(privileged && { privileged: values.flag([...steps, ...privileged]) === true }),
    ...(user !== undefined && { user }),
    ...(readOnly !== undefined && { read_only: readOnly }),
    ...(add && add.length > 0 && { cap_add: add }),
    ...(drop && drop.length > 0 && { cap_drop: drop }),
  };
}

const READ_ONLY =
  'the root file system is read-only, with a folder at /tmp: mount a volume where the program writes, or use --accept writable-root';

function userOf(container: SkeletonContainer): string | undefined {
  const { values, steps } = container;
  const [user, group] = ['runAsUser', 'runAsGroup'].map((key) => {
    const own = [...steps, 'securityContext', key];
    // user 0 is root, and is not unset
    return values.at(own) === 0 ? 0 : values.number(own);
  });
  represent(container, 'user', ['securityContext', 'runAsUser']);
  if (user === undefined) return undefined;
  return group === undefined ? String(user) : `${user}:${group}`;
}
