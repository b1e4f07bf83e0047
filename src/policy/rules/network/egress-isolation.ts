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

/** Checks that a network policy limits the egress of every pod. */
export const egressIsolation = rule({
  id: 'egress-isolation',
  topic: Topic.NETWORK,
  scope: 'set',
  title: 'A network policy limits the egress of every pod',
  severity: Severity.MEDIUM,
  rationale:
    'An attacker in a pod that no policy selects can send data anywhere, scan the network, and request credentials from the metadata service. Policies in other files are not seen, so check files that belong together in one run.',
  fix: 'add a NetworkPolicy with an empty podSelector and policyTypes [Ingress, Egress], and one policy for each allowed flow',
  controls: [...nist('4.4.2'), ...cis('5.3.2'), ...nsa('C-0030', 'C-0054')],
  check,
  examples: {
    good: [
      exampleSet(pod(), policy('{}', 'Egress')),
      exampleSet(pod(), policy('{matchLabels: {app: sensor}}', 'Egress')),
    ],
    bad: [
      pod(),
      exampleSet(pod(), policy('{}', 'Ingress')),
      exampleSet(pod(), policy('{matchLabels: {app: other}}', 'Egress')),
    ],
  },
});

function check(manifests: ManifestSet): SetViolation[] {
  return unisolatedPods(manifests, 'Egress').map((pod) => ({
    object: pod.object,
    path: pod.pointerOf('/spec'),
    message: 'no network policy of its namespace selects the pod for egress',
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
