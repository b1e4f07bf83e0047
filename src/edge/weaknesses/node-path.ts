import { expectTypes } from '../../diagnostics/expected-type';
import { Problems, quote } from '../../diagnostics/input-error';
import { isDevicePath } from '../../host/device-path';
import { reachesRuntimeSocket, sensitivePathOf } from '../../host/sensitive-path';
import { mountedPathValue } from '../../kubernetes/finding-value';
import { isObject, type JsonObject, listAt, objectAt, stringAt } from '../../kubernetes/manifest';
import { absolutePath } from '../../kubernetes/syntax';
import { volumeName } from '../../kubernetes/volume-name';
import { PodSecurityLevel } from '../pod-security-level';
import type { Accepted, WeaknessEffect } from './effect';

/** Type of a path on the node. Source: the Kubernetes API, HostPathType. */
export enum HostPathType {
  DIRECTORY = 'Directory',
  /** Folder that the kubelet creates if it does not exist. Only root can write to it. */
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  FILE = 'File',
  SOCKET = 'Socket',
  CHAR_DEVICE = 'CharDevice',
  BLOCK_DEVICE = 'BlockDevice',
}

/** Options of a mounted path of the node. */
export interface HostPathOptions {
  /** Reason that the app needs the path, at least ten characters. */
  readonly reason: string;

  /**
   * Path in the container.
   * @default - the same path
   */
  readonly mountPath?: string;

  /**
   * Type of the path on the node. The pod does not start if the path has another type.
   * @default HostPathType.DIRECTORY
   */
  readonly type?: HostPathType;

  /**
   * True if the app may write to the path.
   * @default false
   */
  readonly writable?: boolean;
}

const DEVICE_TYPES = [HostPathType.CHAR_DEVICE, HostPathType.BLOCK_DEVICE];

const RUNTIME = "it gives access to the container runtime's socket";

/** Effect of a mounted path of the node. */
export function nodePath(path: string, options: HostPathOptions): WeaknessEffect {
  expectTypes('Weakness.hostPath', { path: [path, 'text'], options: [options, 'object'] });
  const mountPath = options.mountPath ?? path;
  const refused = path.startsWith('/') ? reasonAgainst(path) : undefined;
  const problems = new Problems();
  problems.add(
    refused === undefined
      ? absolutePath('path of the host', path)
      : `path of the host must not be ${quote(path)}, because ${refused}: mount only the folder that the app needs`,
  );
  problems.add(absolutePath('mountPath', mountPath));
  problems.throwIfAny('Weakness.hostPath');
  const readOnly = !(options.writable ?? false);
  const hostPath = { path, type: options.type ?? HostPathType.DIRECTORY };
  const written: Accepted = { rule: 'read-only-host-path', value: mountedPathValue(path, mountPath) };
  const device = deviceAt(path, options.type);
  return {
    accepts: [{ rule: 'no-host-path', value: path, ofPod: true }, ...(readOnly ? [] : [written])],
    level: PodSecurityLevel.PRIVILEGED,
    weakenContainer: (container, spec) => {
      container['volumeMounts'] = [
        ...listAt(container, 'volumeMounts'),
        { name: hostVolume(spec, hostPath), mountPath, ...(readOnly && { readOnly }) },
      ];
    },
    weakenPod: (spec) => {
      hostVolume(spec, hostPath);
    },
    mountPaths: [mountPath],
    ...(device !== undefined && { device }),
  };
}

/** Reason that a path of the host must not be mounted. */
function reasonAgainst(path: string): string | undefined {
  return sensitivePathOf(path)?.reason ?? (reachesRuntimeSocket(path) ? RUNTIME : undefined);
}

/** Returns the device that a path of the host is. Undefined if the path is not known to be one. */
function deviceAt(path: string, type: HostPathType | undefined): string | undefined {
  const isDevice = type === undefined ? isDevicePath(path) : DEVICE_TYPES.includes(type);
  return isDevice ? path : undefined;
}

/** Returns the name of the pod's volume for a path of the host. Adds the volume if it does not exist. */
function hostVolume(spec: JsonObject, hostPath: { readonly path: string; readonly type: HostPathType }): string {
  const volumes = listAt(spec, 'volumes').filter(isObject);
  const standing = volumes.find((v) => {
    const { path, type } = objectAt(v, 'hostPath');
    return path === hostPath.path && type === hostPath.type;
  });
  const name =
    stringAt(standing ?? {}, 'name') ??
    volumeName(`host${hostPath.path}`, new Set(volumes.map((v) => stringAt(v, 'name'))));
  if (!standing) spec['volumes'] = [...volumes, { name, hostPath: { ...hostPath } }];
  return name;
}
