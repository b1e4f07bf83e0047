import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the volume claims of a pod are among the manifests. */
export const existingClaim = rule({
  id: 'existing-claim',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every volume claim of a pod is among the manifests, if they contain any',
  severity: Severity.MEDIUM,
  rationale:
    'A pod is not scheduled if one of its volume claims does not exist, and on a gateway nobody notices that it waits.',
  fix: 'add the PersistentVolumeClaim, or correct claimName',
  check,
  examples: {
    good: [exampleSet(pod(), object('sensor')), pod()],
    bad: [exampleSet(pod(), object('senser'))],
  },
});

function check(pod: PodSubject): Violation[] {
  // if the manifests contain no claims, the claims come from elsewhere
  if (!bringsOthers(pod, 'PersistentVolumeClaim')) return [];
  return missingReferences(pod, 'PersistentVolumeClaim').map(({ name, path, container }) => ({
    path,
    container,
    message: `no PersistentVolumeClaim among the manifests has the name ${quote(name)}, although they contain others`,
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
