import { canonicalPath } from '../../../host/path';
import { isDevicePath } from '../../../host/device-path';
import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { isExtendedResource } from '../../../kubernetes/resource-name';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { mountsOf } from '../../extract/host-path';
import { nist } from '../../frameworks/nist-800-190';
import type { ContainerSubject } from '../../subject/container-subject';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that containers get devices in a way that lets them open the devices. */
export const deviceAccess = rule({
  id: 'device-access',
  topic: Topic.VOLUMES,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: 'A container can open the devices that it mounts',
  severity: Severity.MEDIUM,
  rationale:
    'The runtime lets a container open only the devices that it was given. A device file that is only mounted is visible, but opening it fails with EPERM. Many then make the container privileged, which opens every device of the gateway.',
  fix: 'request the device from a device plugin or by a resource claim, which gives the container only this device',
  references: [
    'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
  ],
  controls: nist('4.4.3'),
  check,
  examples: {
    good: [
      example('{path: /srv/data, type: Directory}'),
      example('{path: /dev/shm}'),
      example('{path: /dev/ttyUSB0, type: CharDevice}', 'securityContext: {privileged: true}'),
      example('{path: /dev/ttyUSB0, type: CharDevice}', 'resources: {limits: {shop.example/scanner: 1}}'),
    ],
    bad: [example('{path: /dev/ttyUSB0, type: CharDevice}'), example('{path: /dev/video0}')],
  },
});

function check(pod: PodSubject): Violation[] {
  if (pod.isWindows) return [];
  const volumes = listAt(pod.spec, 'volumes').filter(isObject);
  const devices = volumes.flatMap((volume) => {
    const path = deviceOf(objectAt(volume, 'hostPath'));
    const name = stringAt(volume, 'name');
    return path === undefined || name === undefined ? [] : [{ path, name }];
  });
  if (devices.length === 0) return [];
  const mounts = mountsOf(pod);
  return devices.flatMap(({ path: device, name }) =>
    (mounts.get(name) ?? [])
      .filter(({ container }) => !mayOpenDevices(container))
      .map(({ path, container }) => ({
        path,
        container: container.name,
        value: device,
        message: `the device ${quote(device)} of the node is mounted, but the container is not allowed to open it`,
      })),
  );
}

/** Returns the device that a path of the node is; undefined if it is not a device, or not known to be one. */
function deviceOf(hostPath: JsonObject): string | undefined {
  const path = stringAt(hostPath, 'path');
  const type = stringAt(hostPath, 'type') ?? '';
  if (path === undefined) return undefined;
  const canonical = canonicalPath(path);
  const isDevice = type === '' ? isDevicePath(canonical) : type === 'CharDevice' || type === 'BlockDevice';
  return isDevice ? canonical : undefined;
}

/** True if a container may open every device, or gets devices from a plugin or by a claim, which may be the mounted one. */
function mayOpenDevices(container: ContainerSubject): boolean {
  return (
    container.securityContext['privileged'] === true ||
    container.listAt('resources', 'claims').length > 0 ||
    Object.keys(container.objectAt('resources', 'limits')).some(isExtendedResource)
  );
}

function example(hostPath: string, container = ''): string {
  return examplePod({
    spec: `volumes: [{name: host, hostPath: ${hostPath}}]`,
    container: `volumeMounts: [{name: host, mountPath: /mnt}]\n${container}`,
  });
}
