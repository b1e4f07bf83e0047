import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import type { PodSubject } from '../../subject/pod-subject';
import { PodRule } from '../../rule';
import type { Violation } from '../../violation';

/** The containers of a pod do not see each other's processes. */
export class NoSharedProcesses extends PodRule {
  constructor() {
    super({
      id: 'no-shared-processes',
      title: 'The containers of a pod do not share their processes',
      severity: Severity.LOW,
      rationale:
        'With shared processes each container reads the files of the others through /proc, and a sidecar of the same user may stop or trace the app.',
      fix: 'remove shareProcessNamespace',
      references: ['https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/'],
      controls: nist('4.4.3'),
      cel: 'variables.podSpec.?shareProcessNamespace.orValue(false) == false',
      examples: {
        good: [examplePod()],
        bad: [examplePod({ spec: 'shareProcessNamespace: true' })],
      },
    });
  }

  public check(pod: PodSubject): Violation[] {
    if (pod.flagAt('spec', 'shareProcessNamespace') !== true) return [];
    return [
      { path: '/spec/shareProcessNamespace', message: 'every container sees the processes and files of the others' },
    ];
  }
}
