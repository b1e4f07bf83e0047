import { reachesTpm } from '../../../host/sensitive-path';
import { quote } from '../../../diagnostics/input-error';
import { objectAt, pointerStep } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { hostPathsOf } from '../../extract/host-path';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that pods use the TPM only through Parsec. */
export const noTpmDevice = rule({
  id: 'no-tpm-device',
  topic: Topic.PARSEC,
  scope: 'pod',
  title: 'No pod has direct access to the TPM',
  severity: Severity.HIGH,
  rationale:
    'The TPM does not separate apps: anyone with the device can use every key in it, and can lock it for everyone. Parsec separates the keys of apps by their users.',
  fix: 'remove the volume or the resource, and mount /run/parsec read-only',
  controls: [...nist('4.5.5', '4.6')],
  check,
  examples: {
    good: [examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /run/parsec}}]' })],
    bad: [
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /dev/tpmrm0}}]' }),
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /dev/tpm0}}]' }),
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /dev}}]' }),
      examplePod({ container: 'resources: {limits: {smarter-devices/tpmrm0: 1}}' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  const mounted = hostPathsOf(pod)
    .filter(({ hostPath }) => reachesTpm(hostPath))
    .map(({ path, hostPath }) => ({ path, message: `${quote(hostPath)} gives the pod direct access to the TPM` }));
  return [...mounted, ...pluggedIn(pod)];
}

/** True for a resource of a device plugin, such as `hardware.example/tpm`. */
function isTpmResource(name: string): boolean {
  const slash = name.indexOf('/');
  return slash >= 0 && name.toLowerCase().includes('tpm', slash);
}

/** TPM that a device plugin gives to a container. */
function pluggedIn(pod: PodSubject): Violation[] {
  return pod.containers.flatMap(({ json, name: container, path }) =>
    Object.keys(objectAt(objectAt(json, 'resources'), 'limits'))
      .filter(isTpmResource)
      .map((name) => ({
        path: `${path}/resources/limits${pointerStep(name)}`,
        container,
        value: name,
        message: `resource ${name} gives the container direct access to the TPM`,
      })),
  );
}
