import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { exampleClient, PARSEC_VOLUME } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { holdsPath } from '../../../host/path';
import { parsecAccessesOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that Parsec's folder is mounted read-only. */
export const parsecReadOnlyMount = rule({
  id: 'parsec-read-only-mount',
  topic: Topic.PARSEC,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: "Parsec's folder is mounted read-only",
  severity: Severity.MEDIUM,
  rationale:
    "A client only needs to connect, which a read-only mount allows. A client that can write to the folder can replace Parsec's socket with its own, and see what other apps sign.",
  fix: 'set readOnly to true on the mount',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_security/secure_deployment.html'],
  controls: nist('4.5.5', '4.6'),
  check,
  examples: {
    good: [exampleClient()],
    bad: [examplePod({ spec: PARSEC_VOLUME, container: 'volumeMounts: [{name: parsec, mountPath: /run/parsec}]' })],
  },
});

function check(pod: PodSubject): Violation[] {
  return parsecAccessesOf(pod)
    .filter(({ mount, mounted }) => !mount.readOnly && holdsPath(PARSEC_FOLDER, mounted))
    .map(({ mount, mounted }) => ({
      path: `${mount.path}/readOnly`,
      value: mounted,
      container: mount.container.name,
      message: `${mounted} is mounted writable at ${mount.mountPath}; set readOnly to true, which is enough to connect`,
      set: { value: HARDENED.volumeMount.readOnly },
    }));
}
