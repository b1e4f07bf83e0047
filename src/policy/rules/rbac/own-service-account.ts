import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { accountOf, DEFAULT_ACCOUNT, hasToken } from '../../extract/service-account';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that a pod that calls the API server has its own service account. */
export const ownServiceAccount = rule({
  id: 'own-service-account',
  topic: Topic.RBAC,
  scope: 'pod',
  title: 'A pod with a token has its own service account',
  severity: Severity.LOW,
  rationale:
    'Every pod that does not set a service account uses default. Rights that one of them gets apply to all of them, and the audit log cannot distinguish them.',
  fix: 'set automountServiceAccountToken to false, or create a ServiceAccount for the app and set it as serviceAccountName',
  references: ['CIS Kubernetes Benchmark, section 5.1.5'],
  controls: [...nist('4.3.2'), ...cis('5.1.5')],
  check,
  examples: {
    good: [
      examplePod({ spec: 'serviceAccountName: sensor' }),
      examplePod({ spec: 'automountServiceAccountToken: false' }),
      exampleSet(account('default'), examplePod()),
    ],
    bad: [
      examplePod(),
      examplePod({ spec: 'serviceAccountName: default' }),
      exampleSet(account('default'), examplePod({ spec: 'automountServiceAccountToken: true' })),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  if (accountOf(pod) !== DEFAULT_ACCOUNT || !hasToken(pod)) return [];
  const message = 'the pod has a token of the service account default, which every pod of the namespace shares';
  return [{ path: '/spec/serviceAccountName', message }];
}

function account(name: string): string {
  return `
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}, namespace: edge}
automountServiceAccountToken: false
`;
}
