import { mountedPathValue } from '../../../kubernetes/finding-value';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { holdsPath } from '../../../host/path';
import { hostPathsOf } from '../../extract/host-path';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that paths of the node are mounted read-only. */
export const readOnlyHostPath = rule({
  id: 'read-only-host-path',
  topic: Topic.VOLUMES,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: 'Paths of the node are mounted read-only',
  severity: Severity.MEDIUM,
  rationale:
    'Files that an app writes to its node outlive the app: they can fill the disk, or contain programs that others run. Most apps only need to read.',
  fix: 'set readOnly: true on the mount, or use a volume claim for data that the app writes',
  references: ['NIST SP 800-190, section 4.5.5'],
  controls: nist('4.5.5'),
  check,
  examples: {
    good: [examplePod({ spec: volume(), container: 'volumeMounts: [{name: host, mountPath: /data, readOnly: true}]' })],
    bad: [examplePod({ spec: volume(), container: 'volumeMounts: [{name: host, mountPath: /data}]' })],
  },
});

function check(pod: PodSubject): Violation[] {
  return hostPathsOf(pod)
    .filter(({ hostPath }) => !holdsPath(PARSEC_FOLDER, hostPath))
    .flatMap(({ hostPath, written, path, mounts }) =>
      // a claim is a volume of its own, wherever its data is
      path.endsWith('/claimName')
        ? []
        : mounts
            .filter(({ readOnly }) => !readOnly)
            .map((mount) => ({
              path: `${mount.path}/readOnly`,
              container: mount.container.name,
              value: mountedPathValue(written, mount.mountPath),
              message: `${hostPath} of the node is mounted writable at ${mount.mountPath}; readOnly must be true`,
              set: { value: HARDENED.volumeMount.readOnly },
            })),
    );
}

function volume(): string {
  return 'volumes: [{name: host, hostPath: {path: /srv/data, type: Directory}}]';
}
