import type { JsonObject } from '../../src/kubernetes/manifest';
import { obstacleToUserNamespace } from '../../src/kubernetes/user-namespace';

test.each<[string, JsonObject, string | undefined]>([
  ['nothing', { containers: [] }, undefined],
  ['a namespace of the node', { hostPID: true }, 'hostPID cannot be combined with a user namespace'],
  [
    'a device of a container',
    { containers: [{ name: 'a', volumeDevices: [{ name: 'd', devicePath: '/dev/xvda' }] }] },
    'volumeDevices cannot be combined with a user namespace',
  ],
  [
    'a device of an init container',
    { initContainers: [{ name: 'a', volumeDevices: [{ name: 'd', devicePath: '/dev/xvda' }] }], containers: [] },
    'volumeDevices cannot be combined with a user namespace',
  ],
  ['an empty list of devices', { containers: [{ name: 'a', volumeDevices: [] }] }, undefined],
  [
    'a volume of a file server',
    { volumes: [{ name: 'v', nfs: { server: 'nas.example', path: '/' } }] },
    'volumes of the type nfs cannot be mounted in a user namespace',
  ],
  ['a volume of the node', { volumes: [{ name: 'v', hostPath: { path: '/srv' } }] }, undefined],
  [
    'a large user ID',
    { securityContext: { runAsUser: 65536 } },
    'ids in a user namespace are at most 65535, and the pod has 65536',
  ],
])('with %s', (_, spec, expected) => {
  expect(obstacleToUserNamespace(spec)).toBe(expected);
});
