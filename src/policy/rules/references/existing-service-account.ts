import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A pod's service account is there. */
export const existingServiceAccount = rule({
  id: 'existing-service-account',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every service account that a pod names is among the manifests that bring such',
  severity: Severity.MEDIUM,
  rationale:
    'No pod is made for a service account that is missing, and whoever may make one of that name decides what the pod may do.',
  fix: 'add the ServiceAccount, with automountServiceAccountToken: false, or correct serviceAccountName',
  check,
  examples: {
    good: [exampleSet(pod(), account('sensor')), pod(), examplePod({ spec: 'serviceAccountName: default' })],
    bad: [exampleSet(pod(), account('senser'))],
  },
});

function check(pod: PodSubject): Violation[] {
  const field = pod.textAt('spec', 'serviceAccountName') === undefined ? 'serviceAccount' : 'serviceAccountName';
  const name = pod.textAt('spec', field);
  if (name === undefined || name === '' || name === 'default') return [];
  const { namespace, manifests } = pod.object;
  // where no other is among the manifests, they come another way
  if (!bringsOthers(pod, 'ServiceAccount')) return [];
  if (possibleNamespaces(namespace).some((each) => manifests.find('ServiceAccount', name, each) !== undefined))
    return [];
  const message = `no ServiceAccount among the manifests has the name ${quote(name)}, though they bring others`;
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
