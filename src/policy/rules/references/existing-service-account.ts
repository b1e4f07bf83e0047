import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import { mayBeMade } from '../../extract/made-objects';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the service account of a pod is among the manifests. */
export const existingServiceAccount = rule({
  id: 'existing-service-account',
  topic: Topic.REFERENCES,
  scope: 'pod',
  looksAt: { fields: ['serviceAccountName', 'serviceAccount'] },
  title: 'Every service account of a pod is among the manifests, if they contain any',
  severity: Severity.MEDIUM,
  rationale:
    'A pod is not created if its service account does not exist. Anyone who can create an account of that name decides what the pod can do.',
  fix: 'add the ServiceAccount with automountServiceAccountToken: false, or correct serviceAccountName',
  check,
  examples: {
    good: [exampleSet(pod(), account('sensor')), pod(), examplePod({ spec: 'serviceAccountName: default' })],
    bad: [exampleSet(pod(), account('senser'))],
  },
});

function check(pod: PodSubject): Violation[] {
  const field = pod.textAt('spec', 'serviceAccountName') === undefined ? 'serviceAccount' : 'serviceAccountName';
  const name = pod.textAt('spec', field);
  if (name === undefined || name === '') return [];
  const { namespace, manifests } = pod.object;
  // if the manifests contain no service accounts, the accounts come from elsewhere
  if (!bringsOthers(pod, 'ServiceAccount')) return [];
  if (possibleNamespaces(namespace).some((each) => manifests.find('ServiceAccount', name, each) !== undefined))
    return [];
  if (mayBeMade(pod.object, 'ServiceAccount', name)) return [];
  const message = `no ServiceAccount among the manifests has the name ${quote(name)}, although they contain others`;
  return [{ path: `/spec/${field}`, message }];
}

function account(name: string): string {
  return `
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}, namespace: edge}
automountServiceAccountToken: false
`;
}

function pod(): string {
  return examplePod({ spec: 'serviceAccountName: sensor' });
}
