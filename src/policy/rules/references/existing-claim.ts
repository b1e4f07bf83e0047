import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The volume claims that a pod needs are there. */
export const existingClaim = rule({
  id: 'existing-claim',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every volume claim that a pod needs is among the manifests that bring such',
  severity: Severity.MEDIUM,
  rationale:
    'A pod is not placed without a volume claim that it needs, and on a gateway nobody is there to see it wait.',
  fix: 'add the PersistentVolumeClaim, or correct claimName',
  check,
  examples: {
    good: [exampleSet(pod(), object('sensor')), pod()],
    bad: [exampleSet(pod(), object('senser'))],
  },
});

function check(pod: PodSubject): Violation[] {
  // where no other is among the manifests, they come another way
  if (!bringsOthers(pod, 'PersistentVolumeClaim')) return [];
  return missingReferences(pod, 'PersistentVolumeClaim').map(({ name, path, container }) => ({
    path,
    ...(container !== undefined && { container }),
    message: `no PersistentVolumeClaim among the manifests has the name ${quote(name)}, though they bring others`,
  }));
}

function object(name: string): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, namespace: edge}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
}

function pod(): string {
  return examplePod({ spec: 'volumes: [{name: data, persistentVolumeClaim: {claimName: sensor}}]' });
}
