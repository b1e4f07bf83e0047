import { isObject, listAt, objectAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nodeLabelsOf } from '../../extract/node-labels';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A pod with secrets is placed by labels that no node can give itself. */
export const trustedPlacement = rule({
  id: 'trusted-placement',
  topic: Topic.PLACEMENT,
  scope: 'pod',
  title: 'A pod with secrets is placed by labels that no node can give itself',
  severity: Severity.LOW,
  rationale:
    'A kubelet may label its own node. Whoever takes over one node labels it as the pod wants it, and gets the pod with its secrets. Labels under node-restriction.kubernetes.io/ are refused from a kubelet.',
  fix: 'nodeSelector: {node-restriction.kubernetes.io/<name>: <value>}',
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

/** Labels that say what a node is, not whether to trust it. */
const TECHNICAL = ['kubernetes.io/os', 'kubernetes.io/arch', 'kubernetes.io/hostname'];

function check(pod: PodSubject): Violation[] {
  const labels = nodeLabelsOf(pod);
  // one label that holds is enough, and a node has one name
  if (labels.some(({ key, path }) => path === '/spec/nodeName' || isRestricted(key)) || !hasSecrets(pod)) return [];
  const [label] = labels.filter(({ key }) => !TECHNICAL.includes(key));
  if (label === undefined) return [];
  const message = `the label ${label.key}, by which a pod with secrets is placed, is one that a kubelet can give its own node`;
  return [{ path: label.path, message }];
}

/** Under these domains a kubelet may set a short list of labels alone (NodeRestriction). */
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
