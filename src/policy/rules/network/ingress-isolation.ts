import { unisolatedPods } from './unisolated-pods';
import type { ManifestSet } from '../../subject/manifest-set';
import type { SetViolation } from '../../violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod, exampleSet } from '../../example';

/** Checks that a network policy limits the ingress of every pod. */
export const ingressIsolation = rule({
  id: 'ingress-isolation',
  topic: Topic.NETWORK,
  scope: 'set',
  title: 'A network policy limits the ingress of every pod',
  severity: Severity.MEDIUM,
  rationale:
    "Everything else in the cluster or on the gateway's network can reach every port of a pod that no policy selects. Policies in other files are not seen, so check files that belong together in one run.",
  fix: 'add a NetworkPolicy with an empty podSelector and policyTypes [Ingress, Egress], and one policy for each allowed flow',
  controls: [...nist('4.3.3'), ...cis('5.3.2'), ...nsa('C-0030', 'C-0054')],
  check,
  examples: {
    good: [
      exampleSet(pod(), policy('{}', 'Ingress')),
      exampleSet(pod(), policy('{matchLabels: {app: sensor}}', 'Ingress')),
    ],
    bad: [
      pod(),
      exampleSet(pod(), policy('{}', 'Egress')),
      exampleSet(pod(), policy('{matchLabels: {app: other}}', 'Ingress')),
    ],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  return unisolatedPods(manifests, 'Ingress').map((pod) => ({
    object: pod.object,
    path: pod.pointerOf('/spec'),
    message: 'no network policy of its namespace selects the pod for ingress',
  }));
}

function pod(): string {
  return examplePod({ metadata: 'labels: {app: sensor}' });
}

function policy(podSelector: string, policyTypes: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: edge}
spec:
  podSelector: ${podSelector}
  policyTypes: [${policyTypes}]
`;
}
