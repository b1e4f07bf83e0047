import { unisolatedPods } from './unisolated-pods';
import type { ManifestSet } from '../../subject/manifest-set';
import type { SetViolation } from '../../violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Every pod has a network policy for egress. */
export const egressIsolation = rule({
  id: 'egress-isolation',
  topic: Topic.NETWORK,
  scope: 'set',
  title: 'A network policy says whom each pod calls',
  severity: Severity.MEDIUM,
  rationale:
    'Who takes over a pod that no policy selects sends data to anywhere, scans the neighbourhood, and asks the metadata service for credentials. Policies of other files are not seen, so check what belongs together at once.',
  fix: 'add a NetworkPolicy with an empty podSelector and policyTypes [Ingress, Egress], and one for each flow',
  controls: [...nist('4.4.2'), ...cis('5.3.2'), ...nsa('C-0030', 'C-0054')],
  check,
  examples: {
    good: [
      `
apiVersion: v1
kind: Pod
metadata: {name: sensor, labels: {app: sensor}}
spec:
  containers: [{name: main, image: sensor}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec:
  podSelector: {}
  policyTypes: [Egress]
`,
      `
apiVersion: v1
kind: Pod
metadata: {name: sensor, labels: {app: sensor}}
spec:
  containers: [{name: main, image: sensor}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec:
  podSelector: {matchLabels: {app: sensor}}
  policyTypes: [Egress]
`,
    ],
    bad: [
      `
apiVersion: v1
kind: Pod
metadata: {name: sensor, labels: {app: sensor}}
spec:
  containers: [{name: main, image: sensor}]
`,
      `
apiVersion: v1
kind: Pod
metadata: {name: sensor, labels: {app: sensor}}
spec:
  containers: [{name: main, image: sensor}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec:
  podSelector: {}
  policyTypes: [Ingress]
`,
      `
apiVersion: v1
kind: Pod
metadata: {name: sensor, labels: {app: sensor}}
spec:
  containers: [{name: main, image: sensor}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny}
spec:
  podSelector: {matchLabels: {app: other}}
  policyTypes: [Egress]
`,
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
