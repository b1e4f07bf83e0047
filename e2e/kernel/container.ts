import type { Capability } from '../../src/host/capability';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../src/kubernetes/manifest';
import { containersOf, type FoundPod } from '../../src/kubernetes/pods';
import { builtImage } from './built-image';
import { CAPABILITY_NUMBER } from './capability-number';

/** Name of the profile that containerd applies to containers without a profile. */
const RUNTIME_PROFILE = 'cri-containerd.apparmor.d';

/** Container with the settings of its manifest, or else those of its image. */
export interface Container {
  readonly image: string;
  readonly hostname: string;
  readonly command: readonly string[];
  /** Command of the readiness probe, if it has one. */
  readonly probe: readonly string[];
  readonly folder: string;
  readonly environment: readonly string[];
  readonly user: number;
  readonly group: number;
  readonly capabilities: readonly number[];
  readonly noNewPrivileges: boolean;
  readonly profile: string;
  readonly readOnlyRoot: boolean;
  readonly volumes: readonly Volume[];
}

/** Folder of the machine that is mounted into a container. */
export interface Volume {
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** True if only root may write to the folder. Applies if the machine creates the folder. */
  readonly rootOnly: boolean;
}

/** Returns the first container of a workload's pod. As in the kubelet, the container's settings override those of the pod. */
export function containerOf(pod: FoundPod): Container {
  const { container } = containersOf(pod.spec)[0]!;
  const name = stringAt(objectAt(pod.object, 'metadata'), 'name') ?? '';
  const context = { ...objectAt(pod.spec, 'securityContext'), ...objectAt(container, 'securityContext') };
  const image = builtImage(stringAt(container, 'image') ?? '');
  const user = numberAt(context, 'runAsUser') ?? image.user;
  if (context['runAsNonRoot'] === true && user === 0)
    throw new Error(`${name} must not run as root, but its image does`);
  return {
    image: image.name,
    hostname: `${name}-0`,
    command: [...(stringsAt(container, 'command') ?? image.entrypoint), ...(stringsAt(container, 'args') ?? [])],
    probe: stringsAt(objectAt(objectAt(container, 'readinessProbe'), 'exec'), 'command') ?? [],
    folder: stringAt(container, 'workingDir') ?? image.folder,
    environment: image.environment,
    user,
    group: numberAt(context, 'runAsGroup') ?? image.group,
    capabilities: capabilitiesOf(name, objectAt(context, 'capabilities')),
    noNewPrivileges: context['allowPrivilegeEscalation'] === false,
    profile: profileOf(objectAt(context, 'appArmorProfile')),
    readOnlyRoot: context['readOnlyRootFilesystem'] === true,
    volumes: volumesOf(name, pod.spec, container),
  };
}

function capabilitiesOf(name: string, capabilities: JsonObject): number[] {
  if (!listAt(capabilities, 'drop').includes('ALL')) throw new Error(`${name} keeps the runtime's own capabilities`);
  return (stringsAt(capabilities, 'add') ?? []).map((each) => CAPABILITY_NUMBER[each as Capability]);
}

function profileOf(field: JsonObject): string {
  const names: Readonly<Record<string, string>> = { Unconfined: 'unconfined', RuntimeDefault: RUNTIME_PROFILE };
  const type = stringAt(field, 'type') ?? 'RuntimeDefault';
  return names[type] ?? stringAt(field, 'localhostProfile') ?? '';
}

function volumesOf(pod: string, spec: JsonObject, container: JsonObject): Volume[] {
  const volumes = listAt(spec, 'volumes').filter(isObject);
  return listAt(container, 'volumeMounts')
    .filter(isObject)
    .map((mount) => {
      const name = stringAt(mount, 'name') ?? '';
      const volume = volumes.find((each) => each['name'] === name) ?? {};
      return {
        source: sourceOf(volume) ?? `/run/volumes/${pod}/${name}`,
        path: stringAt(mount, 'mountPath') ?? '',
        readOnly: mount['readOnly'] === true,
        rootOnly: stringAt(objectAt(volume, 'hostPath'), 'type') === 'DirectoryOrCreate',
      };
    });
}

/** Returns the machine's folder with the content of a volume. Undefined for a volume that is empty at the start. */
function sourceOf(volume: JsonObject): string | undefined {
  // the machine has one folder of profiles, like a projected volume of the kubelet
  if ('projected' in volume) return '/run/profiles';
  return stringAt(objectAt(volume, 'hostPath'), 'path');
}

function numberAt(parent: JsonObject, key: string): number | undefined {
  const value = parent[key];
  return typeof value === 'number' ? value : undefined;
}

function stringsAt(parent: JsonObject, key: string): string[] | undefined {
  const value = parent[key];
  return Array.isArray(value) ? value.map(String) : undefined;
}
