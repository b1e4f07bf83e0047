import { canonicalPath } from '../../../host/path';
import { reachesRuntimeSocket, reachesTpm, sensitivePathOf } from '../../../host/sensitive-path';
import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no persistent volume is a sensitive path of the node. */
export const noNodeVolume = rule({
  id: 'no-node-volume',
  topic: Topic.VOLUMES,
  scope: 'object',
  looksAt: { kinds: ['PersistentVolume', 'StorageClass'] },
  title: 'No persistent volume is a sensitive path of the node',
  severity: Severity.MEDIUM,
  rationale:
    'A pod that claims the volume gets the path of the node, although the pod itself has no hostPath volume. Pod Security accepts the claim at every level.',
  fix: 'let a storage class provision the volume, or use a local volume in a folder that contains nothing else',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#local'],
  controls: [...nist('4.5.5'), ...cis('5.2.12')],
  check,
  examples: {
    good: [
      example('nfs: {server: nas.example, path: /}'),
      example('local: {path: /srv/volumes/sensor}'),
      storageClass('/srv/volumes'),
    ],
    bad: [
      example('hostPath: {path: /srv/volumes/sensor}'),
      example('hostPath: {path: /}'),
      example('local: {path: /var/lib/kubelet/pods}'),
      example('local: {path: /srv/../run/containerd}'),
      storageClass('/etc'),
    ],
  },
});

/** Parameters of provisioners that create volumes in a folder of the node: local-path, OpenEBS, and the provisioner for host paths. */
const FOLDERS = ['nodePath', 'hostPath', 'pvDir', 'basePath', 'BasePath'];

function check(object: ObjectSubject): Violation[] {
  return placesOf(object).flatMap(({ path, folder, isHostPath }) => {
    const risk = riskOf(folder);
    const named = `${quote(canonicalPath(folder))} of the node is a volume`;
    if (risk !== undefined) return [{ path, message: `${named}: ${risk.reason}`, severity: risk.severity }];
    return isHostPath ? [{ path, message: `${named}, on every node that a pod with the claim runs on` }] : [];
  });
}

/** Returns what a path of the node gives access to, with the severity. Undefined if the path is not known to be sensitive. */
function riskOf(folder: string): { reason: string; severity: Severity } | undefined {
  if (reachesRuntimeSocket(folder))
    return { reason: "it gives access to the container runtime's socket", severity: Severity.CRITICAL };
  const sensitive = sensitivePathOf(folder);
  if (sensitive !== undefined) return { reason: sensitive.reason, severity: Severity.HIGH };
  return reachesTpm(folder) ? { reason: 'it is the TPM', severity: Severity.HIGH } : undefined;
}

interface Place {
  /** JSON pointer within the object. */
  readonly path: string;
  readonly folder: string;
  /** True if the volume is not bound to a node, so each node has a different folder. */
  readonly isHostPath: boolean;
}

/** Returns the folders of the node that an object turns into volumes. */
function placesOf(object: ObjectSubject): Place[] {
  const at = (isHostPath: boolean, ...keys: string[]): Place[] => {
    const folder = object.textAt(...keys);
    return folder === undefined || !folder.startsWith('/') ? [] : [{ path: `/${keys.join('/')}`, folder, isHostPath }];
  };
  if (isNative(object, 'PersistentVolume'))
    return [...at(true, 'spec', 'hostPath', 'path'), ...at(false, 'spec', 'local', 'path')];
  if (isNative(object, 'StorageClass')) return FOLDERS.flatMap((key) => at(false, 'parameters', key));
  return [];
}

function example(source: string): string {
  return `
apiVersion: v1
kind: PersistentVolume
metadata: {name: sensor}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  ${source}
`;
}

function storageClass(path: string): string {
  return `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: gateway}
provisioner: rancher.io/local-path
parameters: {nodePath: ${path}}
`;
}
