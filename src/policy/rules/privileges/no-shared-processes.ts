import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The containers of a pod do not see each other's processes. */
export const noSharedProcesses = rule({
  id: 'no-shared-processes',
  topic: Topic.PRIVILEGES,
  scope: 'pod',
  title: 'The containers of a pod do not share their processes',
  severity: Severity.LOW,
  rationale:
    'With shared processes each container reads the files of the others through /proc, and a sidecar of the same user may stop or trace the app.',
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
      message: 'every container sees the processes and files of the others',
      set: { value: HARDENED.podSpec.shareProcessNamespace },
    },
  ];
}
