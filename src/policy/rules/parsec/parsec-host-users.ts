import { Severity } from '../../../diagnostics/severity';
import { exampleClient } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import { parsecClientsOf } from './parsec-access';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that clients of Parsec do not have a user namespace. */
export const parsecHostUsers = rule({
  id: 'parsec-host-users',
  topic: Topic.PARSEC,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: "A client of Parsec uses the node's user IDs",
  severity: Severity.MEDIUM,
  rationale:
    'In a user namespace, the kubelet chooses the user ID that Parsec sees, a different one for each pod. Parsec then rejects the app, or gives it keys that are lost with the pod.',
  fix: 'set hostUsers to true, or leave it unset',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_service/authenticators.html'],
  controls: nist('4.6'),
  check,
  examples: {
    good: [exampleClient(), exampleClient({ spec: 'hostUsers: true' })],
    bad: [exampleClient({ spec: 'hostUsers: false' })],
  },
});

function check(pod: PodSubject): Violation[] {
  if (!pod.hasUserNamespace || parsecClientsOf(pod).length === 0) return [];
  const message = 'hostUsers is false, so Parsec sees a different user ID for each pod; must be true or unset';
  return [{ path: '/spec/hostUsers', message, set: { value: true } }];
}
