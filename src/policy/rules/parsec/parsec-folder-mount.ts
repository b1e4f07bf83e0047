import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { exampleClient, PARSEC_VOLUME } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { parsecAccessesOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that pods mount Parsec's folder, not the socket in it. */
export const parsecFolderMount = rule({
  id: 'parsec-folder-mount',
  topic: Topic.PARSEC,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: "Pods mount Parsec's folder, not its socket",
  severity: Severity.MEDIUM,
  rationale:
    'Parsec creates a new socket each time it starts. A mount of the socket itself keeps the old one, so every later connection fails until the pod is created again.',
  fix: 'mount the folder /run/parsec, without a subPath',
  controls: nist('4.6'),
  check,
  examples: {
    good: [exampleClient()],
    bad: [
      examplePod({
        spec: 'volumes: [{name: parsec, hostPath: {path: /run/parsec/parsec.sock, type: Socket}}]',
        container: 'volumeMounts: [{name: parsec, mountPath: /run/parsec/parsec.sock, readOnly: true}]',
      }),
      examplePod({
        spec: PARSEC_VOLUME,
        container: 'volumeMounts: [{name: parsec, mountPath: /run/p.sock, subPath: parsec.sock, readOnly: true}]',
      }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return parsecAccessesOf(pod)
    .filter(({ mounted }) => mounted.startsWith(`${PARSEC_FOLDER}/`))
    .map(({ mount, mounted }) => ({
      path: mount.path,
      value: mounted,
      container: mount.container.name,
      message: `${mounted} itself is mounted, which stops working after a restart of Parsec; mount ${PARSEC_FOLDER} instead`,
    }));
}
