import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { mountsOf } from '../../extract/host-path';
import { nist } from '../../frameworks/nist-800-190';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that parts of volumes are mounted only where they are safe and up to date. */
export const noSubPath = rule({
  id: 'no-sub-path',
  topic: Topic.VOLUMES,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: 'No subPath of a Secret, and before 1.23 none of a writable volume',
  severity: Severity.LOW,
  rationale:
    'The kubelet never updates a file that is mounted with subPath: after a rotation, the app has the old key until it restarts. Before 1.19.15, 1.20.11, 1.21.5 and 1.22.2, an app that writes to the volume can put a link in place of the path and so reach any file of the node (CVE-2021-25741).',
  fix: 'mount the whole volume in a folder of its own, without subPath',
  references: [
    'https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath',
    'https://nvd.nist.gov/vuln/detail/CVE-2021-25741',
  ],
  controls: nist('4.4.3', '4.5.5'),
  check,
  examples: {
    good: [
      example('configMap: {name: settings}', 'subPath: app.conf'),
      example('emptyDir: {sizeLimit: 16Mi}', 'subPath: cache'),
      example('secret: {secretName: key}', 'readOnly: true'),
    ],
    bad: [
      example('secret: {secretName: key}', 'subPath: tls.key'),
      example('projected: {sources: [{serviceAccountToken: {path: token}}]}', 'subPath: token'),
    ],
  },
});

/** First minor version of which no release has CVE-2021-25741. */
const FIXED_IN = 23;

/** Types of volumes that no container can write to. */
const READ_ONLY = ['configMap', 'downwardAPI', 'image', 'projected', 'secret'];

function check(pod: PodSubject): Violation[] {
  const volumes = listAt(pod.spec, 'volumes').filter(isObject);
  if (volumes.length === 0) return [];
  const mounts = mountsOf(pod);
  return volumes.flatMap((volume) => {
    const all = mounts.get(stringAt(volume, 'name') ?? '') ?? [];
    const parts = all.filter(({ subPath }) => subPath !== '');
    const found = parts.length === 0 ? undefined : faultOf(volume, pod, () => all.some(({ readOnly }) => !readOnly));
    if (found === undefined) return [];
    return parts.map(({ path, container, mountPath, subPath }) => ({
      path: `${path}/subPath`,
      container: container.name,
      value: mountPath,
      message: `subPath ${quote(subPath)} ${found.message}`,
      severity: found.severity,
    }));
  });
}

function faultOf(
  volume: JsonObject,
  pod: PodSubject,
  isWritable: () => boolean,
): { message: string; severity?: Severity } | undefined {
  if (isObject(volume['projected']) && listAt(volume['projected'], 'sources').some(isToken))
    return { message: 'of a token is never updated, so the token expires', severity: Severity.MEDIUM };
  if (isObject(volume['secret']) || isObject(volume['projected']))
    return { message: 'of a Secret is never updated while the container runs' };
  if (READ_ONLY.some((type) => isObject(volume[type])) || !isWritable()) return undefined;
  const { minor } = pod._target.version;
  if (minor >= FIXED_IN) return undefined;
  return {
    message: `of a writable volume can lead to files of the node in 1.${minor} without its last fixes`,
    severity: Severity.MEDIUM,
  };
}

function isToken(source: unknown): boolean {
  return isObject(source) && isObject(source['serviceAccountToken']);
}

function example(source: string, mount: string): string {
  return examplePod({
    spec: `volumes: [{name: data, ${source}}]`,
    container: `volumeMounts: [{name: data, mountPath: /data, ${mount}}]`,
  });
}
