import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { PARSEC_MOUNT, PARSEC_VOLUME } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { parsecAccessesOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Parsec's own folder is mounted, and none around it. */
export const parsecNarrowMount = rule({
  id: 'parsec-narrow-mount',
  topic: Topic.PARSEC,
  scope: 'pod',
  title: "A client of Parsec mounts Parsec's own folder, and no wider one",
  severity: Severity.HIGH,
  rationale:
    "With the whole of /run comes more than Parsec's socket: those of the container runtime and of systemd, each of which is a way to become root of the gateway.",
  fix: 'mount the one folder: volumes: [{name: parsec, hostPath: {path: /run/parsec, type: Directory}}]',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_security/secure_deployment.html'],
  controls: nist('4.5.5', '4.6'),
  check,
  examples: {
    good: [
      examplePod({
        spec: PARSEC_VOLUME,
        container: PARSEC_MOUNT,
      }),
    ],
    bad: [
      examplePod({
        spec: 'volumes: [{name: run, hostPath: {path: /run}}]',
        container: 'volumeMounts: [{name: run, mountPath: /run}]',
      }),
      examplePod({ spec: 'volumes: [{name: parsec, hostPath: {path: /var/run/}}]', container: PARSEC_MOUNT }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  // who mounts the whole node is no client of Parsec: another rule finds that
  return parsecAccessesOf(pod)
    .filter(({ mounted }) => mounted === '/run')
    .map(({ mount }) => ({
      path: mount.path,
      container: mount.container.name,
      message: `the node's /run is mounted, and with it more than ${PARSEC_FOLDER}: the sockets of the container runtime among them`,
    }));
}
