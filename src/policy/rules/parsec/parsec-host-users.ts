import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { PARSEC_MOUNT, PARSEC_VOLUME } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { parsecClientsOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A client of Parsec has the node's users. */
export const parsecHostUsers = rule({
  id: 'parsec-host-users',
  topic: Topic.PARSEC,
  scope: 'pod',
  title: "A client of Parsec has the node's users",
  severity: Severity.MEDIUM,
  rationale:
    "In a user namespace the app has a number of the kubelet's choice, another one for each pod. Parsec sees that one: it refuses the app, or gives it keys that are lost with the pod.",
  fix: 'hostUsers: true',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_service/authenticators.html'],
  controls: nist('4.6'),
  check,
  examples: {
    good: [
      examplePod({ spec: PARSEC_VOLUME, container: PARSEC_MOUNT }),
      examplePod({ spec: `hostUsers: true\n${PARSEC_VOLUME}`, container: PARSEC_MOUNT }),
    ],
    bad: [examplePod({ spec: `hostUsers: false\n${PARSEC_VOLUME}`, container: PARSEC_MOUNT })],
  },
});

function check(pod: PodSubject): Violation[] {
  if (!pod.hasUserNamespace || parsecClientsOf(pod).length === 0) return [];
  const message =
    "hostUsers is false: the app's number at Parsec is then none of its own, and another one for each pod";
  return [{ path: '/spec/hostUsers', message, set: { value: true } }];
}
