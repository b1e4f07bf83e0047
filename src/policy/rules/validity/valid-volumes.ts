import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { billionths } from '../../../kubernetes/quantity';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server accepts the volumes of a pod and their mounts. */
export const validVolumes = rule({
  id: 'valid-volumes',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'Every mount refers to a volume of the pod, with valid options',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod. If the pod comes from a workload, the API server accepts the workload, but no pod is created.',
  fix: 'add the volume to spec.volumes, or correct the name of the mount',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  check,
  examples: {
    good: [
      examplePod({ spec: volume(), container: 'volumeMounts: [{name: data, mountPath: /data}]' }),
      examplePod({
        spec: volume(),
        container: 'volumeMounts: [{name: data, mountPath: /data, readOnly: true, recursiveReadOnly: Enabled}]',
      }),
    ],
    bad: [
      examplePod({ spec: volume(), container: 'volumeMounts: [{name: date, mountPath: /data}]' }),
      examplePod({
        spec: volume(),
        container: 'volumeMounts: [{name: data, mountPath: /data, recursiveReadOnly: Enabled}]',
      }),
      examplePod({ spec: 'volumes: [{name: data, emptyDir: {sizeLimit: -1}}]' }),
      examplePod({ spec: 'volumes: [{name: data, emptyDir: {medium: memory}}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  const names = new Set(volumeNames(pod));
  return [...emptyDirs(pod), ...pod.containers.flatMap((container) => mounts(container, names))];
}

/** Returns the names of the volumes of a pod, including those of the claims that a controller makes for it. */
function volumeNames(pod: PodSubject): unknown[] {
  return [
    ...listAt(pod.spec, 'volumes').map((volume) => (isObject(volume) ? volume['name'] : undefined)),
    ...pod._claimTemplates.map((claim) => objectAt(claim, 'metadata')['name']),
  ];
}

function mounts(container: ContainerSubject, names: ReadonlySet<unknown>): Violation[] {
  return container.listAt('volumeMounts').flatMap((mount, i): Violation[] => {
    if (!isObject(mount)) return [];
    const path = `${container.path}/volumeMounts/${i}`;
    const name = stringAt(mount, 'name');
    const missing =
      name === undefined || names.has(name)
        ? []
        : [
            {
              path: `${path}/name`,
              container: container.name,
              message: `the pod does not have a volume with the name ${quote(name)}`,
            },
          ];
    const wrong = recursiveFault(mount);
    if (wrong === undefined) return missing;
    const value = `recursiveReadOnly: ${stringAt(mount, 'mountPath') ?? ''}`;
    return [...missing, { path: `${path}/recursiveReadOnly`, container: container.name, value, message: wrong }];
  });
}

function recursiveFault({ recursiveReadOnly, readOnly, mountPropagation = null }: JsonObject): string | undefined {
  if (recursiveReadOnly !== 'Enabled' && recursiveReadOnly !== 'IfPossible') return undefined;
  if (readOnly !== true) return `recursiveReadOnly is ${recursiveReadOnly}, which requires readOnly: true`;
  if (mountPropagation === null || mountPropagation === 'None') return undefined;
  return `recursiveReadOnly is ${recursiveReadOnly}; the API server rejects it together with mountPropagation ${quote(mountPropagation)}`;
}

function emptyDirs(pod: PodSubject): Violation[] {
  return listAt(pod.spec, 'volumes').flatMap((volume, i): Violation[] => {
    const emptyDir = isObject(volume) ? objectAt(volume, 'emptyDir') : {};
    const { medium = '', sizeLimit = null } = emptyDir;
    const path = `/spec/volumes/${i}/emptyDir`;
    const media =
      medium === null || medium === '' || medium === 'Memory' || /^HugePages(-|$)/.test(textOf(medium))
        ? []
        : [{ path: `${path}/medium`, message: `medium must be Memory or unset, got ${quote(medium)}` }];
    const size = billionths(sizeLimit);
    if (sizeLimit === null || (size !== undefined && size >= 0n)) return media;
    return [
      ...media,
      { path: `${path}/sizeLimit`, message: `sizeLimit must be a quantity such as 16Mi, got ${quote(sizeLimit)}` },
    ];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function volume(): string {
  return 'volumes: [{name: data, emptyDir: {sizeLimit: 16Mi}}]';
}
