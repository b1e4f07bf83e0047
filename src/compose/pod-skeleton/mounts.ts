import { quote } from '../../diagnostics/input-error';
import { keyPath } from '../key-path';
import type { Mount, ServiceDefinition } from '../service-definition';
import { represent, type SkeletonContainer } from './skeleton-container';
import type { SkeletonValues, Steps } from './skeleton-values';

/** Volume of a pod. */
export interface SkeletonVolume {
  readonly steps: Steps;
  /** Absolute path of the node. Undefined for an empty folder. */
  readonly path?: string;
}

const EMPTY = 'a folder of 256Mi that is empty at first, and that is deleted with the pod';

/** Returns the volumes of a pod by their names. */
export function volumesOf(values: SkeletonValues): ReadonlyMap<string, SkeletonVolume> {
  const volumes = new Map<string, SkeletonVolume>();
  for (const { steps, value } of values.items(['spec', 'volumes'])) {
    const name = values.text([...steps, 'name']);
    const isObject = typeof value['hostPath'] === 'object' && value['hostPath'] !== null;
    const own = [...steps, 'hostPath', ...(isObject ? ['path'] : [])];
    const path = values.text(own);
    if (name === undefined || volumes.has(name))
      values.report(
        [...steps, 'name'],
        name === undefined ? 'is missing or empty; must be a name' : 'is that of another volume: change one',
      );
    else if (path !== undefined && !path.startsWith('/'))
      values.report(own, `is ${quote(path)}; must be an absolute path of the node`);
    else volumes.set(name, { steps, ...(path !== undefined && { path }) });
    values.note(null, [...steps, 'name'], 'by-design', 'it connects volumeMounts with the volume');
    if (path !== undefined && !isObject) values.slip(null, own, 'read as hostPath.path');
  }
  return volumes;
}

/** Returns the volumes of a container, whose paths are those of the pod. */
export function mountsOf(
  container: SkeletonContainer,
  volumes: ReadonlyMap<string, SkeletonVolume>,
): Pick<ServiceDefinition, 'volumes'> {
  const { values, steps, name: service, origins } = container;
  const mounts: Mount[] = [];
  for (const { steps: own } of values.items([...steps, 'volumeMounts'])) {
    const [name, target] = [values.text([...own, 'name']), values.text([...own, 'mountPath'])];
    const volume = volumes.get(name ?? '');
    if (target === undefined || !target.startsWith('/'))
      values.report([...own, 'mountPath'], 'must be an absolute path in the container');
    else if (volume === undefined)
      values.report(
        own,
        `refers to the volume ${quote(name ?? '')}, which spec.volumes does not have: add it, or correct the name`,
      );
    else {
      const isReadOnly = values.flag([...own, 'readOnly']) === true;
      const key = keyPath('volumes', mounts.length);
      if (volume.path === undefined) represent(container, key, ['volumeMounts', own.at(-1) ?? 0], { reason: EMPTY });
      else {
        const reason = `${quote(volume.path)} of the node is shared with it: use a volume without hostPath, or put the files into the image`;
        origins.set(service, key, { steps: [...volume.steps, 'hostPath'], reason });
        values.note(service, own, 'by-design', `${keyPath(...volume.steps, 'hostPath')} tells what became of it`);
      }
      mounts.push({
        type: volume.path === undefined ? 'volume' : 'bind',
        ...(volume.path !== undefined && { source: volume.path }),
        target,
        ...(isReadOnly && { read_only: true }),
      });
    }
  }
  return mounts.length > 0 ? { volumes: mounts } : {};
}

/** Reports the volumes that no container mounts: the printed skeleton does not say where. */
export function noteUnmounted(
  values: SkeletonValues,
  volumes: ReadonlyMap<string, SkeletonVolume>,
  containers: ReadonlyArray<SkeletonContainer>,
): void {
  const mounted = new Set(
    containers.flatMap(({ steps }) => values.items([...steps, 'volumeMounts']).map(({ value }) => value['name'])),
  );
  for (const [name, { steps, path }] of volumes)
    if (path !== undefined && !mounted.has(name))
      values.note(
        null,
        [...steps, 'hostPath'],
        'refused',
        `${quote(path)} of the node is not mounted, because no container says where: add volumeMounts with name and mountPath to a container`,
      );
}
