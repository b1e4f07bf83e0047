import { isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';

/** Object that a pod refers to by name. */
export interface Reference {
  readonly kind: 'ConfigMap' | 'PersistentVolumeClaim' | 'Secret';
  readonly name: string;
  /** JSON pointer within the pod. */
  readonly path: string;
  /** Name of the container that needs the object; unset if the pod itself does. */
  readonly container?: string;
}

/** Kind of the object, key of the source, and key of the name within the source. */
type Source = readonly [kind: Reference['kind'], key: string, name: string];

const VOLUME_SOURCES: ReadonlyArray<Source> = [
  ['ConfigMap', 'configMap', 'name'],
  ['PersistentVolumeClaim', 'persistentVolumeClaim', 'claimName'],
  ['Secret', 'secret', 'secretName'],
];
const PROJECTED_SOURCES: ReadonlyArray<Source> = [
  ['ConfigMap', 'configMap', 'name'],
  ['Secret', 'secret', 'name'],
];
const ENV_FROM_SOURCES: ReadonlyArray<Source> = [
  ['ConfigMap', 'configMapRef', 'name'],
  ['Secret', 'secretRef', 'name'],
];
const ENV_SOURCES: ReadonlyArray<Source> = [
  ['ConfigMap', 'configMapKeyRef', 'name'],
  ['Secret', 'secretKeyRef', 'name'],
];

/** Returns the objects that a pod cannot start without, except optional ones. */
export function referencesOf(pod: PodSubject): Reference[] {
  return [...ofVolumes(pod), ...ofContainers(pod), ...pullSecrets(pod)];
}

function ofVolumes(pod: PodSubject): Reference[] {
  return listAt(pod.spec, 'volumes').flatMap((volume, i) => {
    const path = `/spec/volumes${pointerStep(i)}`;
    if (!isObject(volume)) return [];
    const projected = listAt(objectAt(volume, 'projected'), 'sources').flatMap((source, j) =>
      named(source, PROJECTED_SOURCES, `${path}/projected/sources${pointerStep(j)}`),
    );
    return [...named(volume, VOLUME_SOURCES, path), ...projected];
  });
}

function ofContainers(pod: PodSubject): Reference[] {
  return pod.containers.flatMap((container) => {
    const whole = container
      .listAt('envFrom')
      .flatMap((source, i) => named(source, ENV_FROM_SOURCES, `${container.path}/envFrom${pointerStep(i)}`));
    const single = container
      .listAt('env')
      .flatMap((variable, i) =>
        isObject(variable)
          ? named(variable['valueFrom'], ENV_SOURCES, `${container.path}/env${pointerStep(i)}/valueFrom`)
          : [],
      );
    return [...whole, ...single].map((each) => ({ ...each, container: container.name }));
  });
}

function pullSecrets(pod: PodSubject): Reference[] {
  return listAt(pod.spec, 'imagePullSecrets').flatMap((secret, i) => {
    const name = isObject(secret) ? stringAt(secret, 'name') : undefined;
    return name === undefined ? [] : [{ kind: 'Secret', name, path: `/spec/imagePullSecrets${pointerStep(i)}/name` }];
  });
}

function named(holder: unknown, sources: ReadonlyArray<Source>, path: string): Reference[] {
  if (!isObject(holder)) return [];
  return sources.flatMap(([kind, key, nameKey]) => {
    const source: JsonObject = objectAt(holder, key);
    const name = stringAt(source, nameKey);
    if (name === undefined || source['optional'] === true) return [];
    return [{ kind, name, path: `${path}/${key}/${nameKey}` }];
  });
}
