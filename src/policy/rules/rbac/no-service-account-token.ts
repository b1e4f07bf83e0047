import { quote } from '../../../diagnostics/input-error';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { accountOf, automountOf } from '../../extract/service-account';
import type { PodSubject } from '../../subject/pod-subject';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod, exampleSet } from '../../example';

/** Checks that pods have a token of the API server only if they request it. */
export const noServiceAccountToken = rule({
  id: 'no-service-account-token',
  topic: Topic.RBAC,
  scope: 'pod',
  title: 'Service account tokens are mounted only on request',
  severity: Severity.MEDIUM,
  rationale:
    'With the token, an attacker in the app can use the API server as its service account. Few apps on a gateway call the API server; for one that does, a projected token with an audience and an expiry date is safer.',
  fix: 'set automountServiceAccountToken to false on the pod; if the app calls the API server, mount a projected serviceAccountToken',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  controls: [...nist('4.3.2'), ...cis('5.1.5', '5.1.6'), ...nsa('C-0034')],
  cel: 'variables.podSpec.?automountServiceAccountToken.orValue(true) == false',
  check,
  examples: {
    good: [
      examplePod({ spec: 'automountServiceAccountToken: false' }),
      exampleSet(
        `
apiVersion: v1
kind: ServiceAccount
metadata: {name: sensor, namespace: edge}
automountServiceAccountToken: false
`,
        examplePod({ spec: 'serviceAccountName: sensor' }),
      ),
    ],
    bad: [examplePod(), examplePod({ spec: 'automountServiceAccountToken: true\nserviceAccountName: sensor' })],
  },
});

function check(pod: PodSubject): Violation[] {
  const name = accountOf(pod);
  const mounts = automountOf(pod);
  if (mounts === false) return [];
  const message =
    mounts === true
      ? `the token of service account ${quote(name)} is mounted`
      : `automountServiceAccountToken is unset, so the token of service account ${quote(name)} is mounted; must be false`;
  const set = { value: HARDENED.podSpec.automountServiceAccountToken };
  return [{ path: '/spec/automountServiceAccountToken', message, set }];
}
