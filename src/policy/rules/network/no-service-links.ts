import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no pod gets every Service of its namespace as environment variables. */
export const noServiceLinks = rule({
  id: 'no-service-links',
  topic: Topic.NETWORK,
  scope: 'pod',
  title: 'Pods do not get every Service of their namespace as environment variables',
  severity: Severity.LOW,
  rationale:
    'By default, every container gets environment variables for every Service of the namespace. They give an attacker a map of the network, and can clash with variables of the app.',
  fix: 'set enableServiceLinks to false',
  controls: [...nist('4.4.3')],
  cel: 'variables.podSpec.?enableServiceLinks.orValue(true) == false',
  check,
  examples: {
    good: [examplePod({ spec: 'enableServiceLinks: false' })],
    bad: [examplePod(), examplePod({ spec: 'enableServiceLinks: true' })],
  },
});

function check(pod: PodSubject): Violation[] {
  if (!pod._target._supports('enableServiceLinks')) return [];
  if (pod.spec['enableServiceLinks'] === false) return [];
  return [
    {
      path: '/spec/enableServiceLinks',
      message: 'enableServiceLinks is not false, so every Service of the namespace becomes environment variables',
      set: { value: HARDENED.podSpec.enableServiceLinks },
    },
  ];
}
