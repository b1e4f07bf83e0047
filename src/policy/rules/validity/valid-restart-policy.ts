import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { isNative } from '../../extract/native-kind';
import type { NativeKind } from '../../../kubernetes/native-kinds';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { exampleWorkload } from '../../example';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the restart policy of a pod fits its workload. */
export const validRestartPolicy = rule({
  id: 'valid-restart-policy',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'The restart policy of a pod fits the kind of its workload',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects a workload with a restart policy that its kind does not allow, so the app never runs.',
  fix: 'set restartPolicy to Always, or leave it unset, for a workload that keeps running; set OnFailure or Never for a job',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy'],
  check,
  examples: {
    good: [
      exampleWorkload({ spec: 'restartPolicy: Always' }),
      exampleWorkload({ kind: 'DaemonSet' }),
      exampleWorkload({ kind: 'Job', spec: 'restartPolicy: OnFailure' }),
    ],
    bad: [
      exampleWorkload({ spec: 'restartPolicy: Never' }),
      exampleWorkload({ kind: 'Job', spec: 'restartPolicy: Always' }),
      exampleWorkload({ kind: 'Job' }),
    ],
  },
});

/** Kinds of workloads that keep their pods running. */
const LASTING: ReadonlyArray<NativeKind> = [
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
];

/** Kinds of workloads whose pods complete. */
const ENDING: ReadonlyArray<NativeKind> = ['CronJob', 'Job'];

function check(pod: PodSubject): Violation[] {
  const policy = pod.spec['restartPolicy'] ?? 'Always';
  const allowed = allowedFor(pod);
  if (allowed === undefined || allowed.some((each) => each === policy)) return [];
  const { kind } = pod.object;
  const message = `restartPolicy of a ${kind} must be ${allowed.join(' or ')}, got ${quote(policy)}`;
  return [
    { path: '/spec/restartPolicy', message, fix: `set restartPolicy to ${allowed[0]}`, set: { value: allowed[0] } },
  ];
}

function allowedFor({ object }: PodSubject): ReadonlyArray<string> | undefined {
  if (isNative(object, ...LASTING)) return ['Always'];
  return isNative(object, ...ENDING) ? ['OnFailure', 'Never'] : undefined;
}
