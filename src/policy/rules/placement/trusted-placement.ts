import { isObject, listAt, objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nodeLabelsOf } from '../../extract/node-labels';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that pods with secrets are placed by labels that a node cannot set on itself. */
export const trustedPlacement = rule({
  id: 'trusted-placement',
  topic: Topic.PLACEMENT,
  scope: 'pod',
  title: 'A pod with secrets is placed by labels that a node cannot set on itself',
  severity: Severity.LOW,
  rationale:
    'A kubelet can change most labels of its own node. Anyone who takes over a node can set the label that the pod requires, and gets the pod with its secrets. The API server rejects changes by a kubelet to labels under node-restriction.kubernetes.io/.',
  fix: 'set nodeSelector to a label of the form node-restriction.kubernetes.io/<name>',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-isolation-restriction'],
  controls: nist('4.3.4'),
  check,
  examples: {
    good: [
      examplePod({ spec: `nodeSelector: {node-restriction.kubernetes.io/zone: line-1}\n${secretVolume()}` }),
      examplePod({ spec: 'nodeSelector: {zone: line-1}' }),
      examplePod({ spec: `nodeName: gateway-1\n${secretVolume()}` }),
    ],
    bad: [examplePod({ spec: `nodeSelector: {zone: line-1}\n${secretVolume()}` })],
  },
});

/** Labels that identify a node, but do not say whether to trust it. */
const TECHNICAL = ['kubernetes.io/os', 'kubernetes.io/arch', 'kubernetes.io/hostname'];

function check(pod: PodSubject): Violation[] {
  const labels = nodeLabelsOf(pod);
  // one such label is enough, and a node has only one name
  if (labels.some(({ key, path }) => path === '/spec/nodeName' || isRestricted(key)) || !hasSecrets(pod)) return [];
  const [label] = labels.filter(({ key }) => !TECHNICAL.includes(key));
  if (label === undefined) return [];
  const message = `a kubelet can set the label ${label.key}, which places a pod with secrets, on its own node`;
  return [{ path: label.path, value: label.key, message }];
}

/** Under these domains, a kubelet can set only a short list of labels (NodeRestriction). */
function isRestricted(key: string): boolean {
  const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  if (isOf(domain, 'node-restriction.kubernetes.io')) return true;
  if (!isOf(domain, 'kubernetes.io') && !isOf(domain, 'k8s.io')) return false;
  return !isOf(domain, 'kubelet.kubernetes.io') && !isOf(domain, 'node.kubernetes.io') && !ALLOWED.includes(key);
}

const ALLOWED = [
  ...TECHNICAL,
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
];

function isOf(domain: string, suffix: string): boolean {
  return domain === suffix || domain.endsWith(`.${suffix}`);
}

function hasSecrets(pod: PodSubject): boolean {
  const mounted = listAt(pod.spec, 'volumes').some(
    (volume) =>
      isObject(volume) &&
      (isObject(volume['secret']) ||
        listAt(objectAt(volume, 'projected'), 'sources').some(
          (source) => isObject(source) && isObject(source['secret']),
        )),
  );
  return mounted || pod.containers.some((c) => c.listAt('env').some(isSecret) || c.listAt('envFrom').some(isSecret));
}

function isSecret(source: unknown): boolean {
  if (!isObject(source)) return false;
  return isObject(source['secretRef']) || isObject(objectAt(source, 'valueFrom')['secretKeyRef']);
}

function secretVolume(): string {
  return 'volumes: [{name: key, secret: {secretName: sensor}}]';
}
