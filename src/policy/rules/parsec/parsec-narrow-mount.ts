import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { exampleClient, PARSEC_MOUNT } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { parsecAccessesOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that clients of Parsec mount only Parsec's own folder. */
export const parsecNarrowMount = rule({
  id: 'parsec-narrow-mount',
  topic: Topic.PARSEC,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: "A client of Parsec mounts only Parsec's own folder",
  severity: Severity.HIGH,
  rationale:
    "A mount of all of /run contains more than Parsec's socket: with the sockets of the container runtime or of systemd, an app can become root on the gateway.",
  fix: 'mount only the folder: volumes: [{name: parsec, hostPath: {path: /run/parsec, type: Directory}}]',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_security/secure_deployment.html'],
  controls: nist('4.5.5', '4.6'),
  check,
  examples: {
    good: [exampleClient()],
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
  // a container that mounts the whole node is not a client of Parsec; another rule finds it
  return parsecAccessesOf(pod)
    .filter(({ mounted }) => mounted === '/run')
    .map(({ mount }) => ({
      path: mount.path,
      value: mount.mountPath,
      container: mount.container.name,
      message: `the node's /run is mounted, which contains more than ${PARSEC_FOLDER}, including the socket of the container runtime`,
    }));
}
