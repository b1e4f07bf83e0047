import { isSystemPriority } from '../../../kubernetes/priority-class';
import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleWorkload } from '../../example';
import { isNative } from '../../extract/native-kind';
import { nist } from '../../frameworks/nist-800-190';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that apps do not have the priority of the cluster's own components. */
export const noSystemPriority = rule({
  id: 'no-system-priority',
  topic: Topic.PLACEMENT,
  scope: 'pod',
  looksAt: { fields: ['priorityClassName'] },
  title: 'No app has the priority of the components of the cluster',
  severity: Severity.LOW,
  rationale:
    'If a gateway is full, the scheduler removes other pods for such an app, and the kubelet keeps it before them. An app with this priority can push out DNS, the network or the monitoring.',
  fix: 'remove priorityClassName, or set a PriorityClass with a lower value',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
  controls: nist('4.3.4'),
  check,
  examples: {
    good: [
      examplePod({ spec: 'priorityClassName: gateway-app' }),
      examplePod({ namespace: 'kube-system', spec: 'priorityClassName: system-cluster-critical' }),
      exampleWorkload({ kind: 'DaemonSet', spec: 'priorityClassName: system-node-critical' }),
    ],
    bad: [
      examplePod({ spec: 'priorityClassName: system-node-critical' }),
      exampleWorkload({ spec: 'priorityClassName: system-cluster-critical' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  const name = pod.textAt('spec', 'priorityClassName') ?? '';
  // what each node needs, such as its network, is often in a namespace of its own
  if (!isSystemPriority(name) || pod.object.namespace === 'kube-system' || isNative(pod.object, 'DaemonSet')) return [];
  const message = `priorityClassName is ${quote(name)}, which is for components of the cluster`;
  return [{ path: '/spec/priorityClassName', message }];
}
