import { canonicalPath } from '../../../host/path';
import { sensitivePathOf } from '../../../host/sensitive-path';
import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { hostPathsOf, type HostPath } from '../../extract/host-path';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that pods do not mount sensitive paths of the node. */
export const noSensitiveHostPath = rule({
  id: 'no-sensitive-host-path',
  topic: Topic.VOLUMES,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: 'Pods do not mount sensitive paths of the node',
  severity: Severity.HIGH,
  rationale:
    'A container that can write to such a path can take over the node. One that can read it can read the secrets of every other pod.',
  fix: 'remove the volume, or mount only the file that the app needs, read-only',
  references: ['https://attack.mitre.org/techniques/T1611/'],
  controls: [...nist('4.5.5'), ...cis('5.2.12')],
  check,
  examples: {
    good: [volume('/run/parsec'), volume('/srv/data', false), volume('/var/lib/kubelet/seccomp/own', false)],
    bad: [volume('/'), volume('/var/lib/kubelet/pods'), volume('/etc', false), volume('/srv/..')],
  },
});

function check(pod: PodSubject): Violation[] {
  return hostPathsOf(pod).flatMap((host) => {
    const sensitive = mountedPaths(host)
      .map(sensitivePathOf)
      .find((each) => each !== undefined);
    if (sensitive === undefined) return [];
    const writable = host.mounts.some(({ readOnly }) => !readOnly);
    return [
      {
        path: host.path,
        message: `${quote(host.hostPath)} of the node is mounted${writable ? ' writable' : ''}: ${sensitive.reason}`,
        ...((writable || sensitive.path === '/') && { severity: Severity.CRITICAL }),
      },
    ];
  });
}

/** Returns the paths of the node that the containers see: the volume's own path, or those of its mounts. */
function mountedPaths({ hostPath, mounts }: HostPath): string[] {
  return mounts.length === 0 ? [hostPath] : mounts.map(({ subPath }) => canonicalPath(`${hostPath}/${subPath}`));
}

function volume(path: string, readOnly = true): string {
  return examplePod({
    spec: `volumes: [{name: host, hostPath: {path: ${path}}}]`,
    container: `volumeMounts: [{name: host, mountPath: /mnt, readOnly: ${readOnly}}]`,
  });
}
