import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the containers of a pod do not share a process namespace. */
export const noSharedProcesses = rule({
  id: 'no-shared-processes',
  topic: Topic.PRIVILEGES,
  scope: 'pod',
  looksAt: { fields: ['shareProcessNamespace'] },
  title: 'The containers of a pod do not share a process namespace',
  severity: Severity.LOW,
  rationale:
    'In a shared process namespace, each container can read the files of the others through /proc, and a sidecar with the same user can stop or trace the app.',
  fix: 'remove shareProcessNamespace',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/'],
  controls: nist('4.4.3'),
  cel: 'variables.podSpec.?shareProcessNamespace.orValue(false) == false',
  check,
  examples: {
    good: [examplePod()],
    bad: [examplePod({ spec: 'shareProcessNamespace: true' })],
  },
});

function check(pod: PodSubject): Violation[] {
  if (pod.flagAt('spec', 'shareProcessNamespace') !== true) return [];
  return [
    {
      path: '/spec/shareProcessNamespace',
      message: 'shareProcessNamespace is true, so every container can see the processes and files of the others',
      set: { value: HARDENED.podSpec.shareProcessNamespace },
    },
  ];
}
