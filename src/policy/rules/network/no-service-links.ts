import { FEATURES } from '../../../kubernetes/features';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** No pod learns of the services around it. */
export const noServiceLinks = rule({
  id: 'no-service-links',
  topic: Topic.NETWORK,
  scope: 'pod',
  title: 'No pod is told of every Service of its namespace',
  severity: Severity.LOW,
  rationale:
    'By default each Service of the namespace becomes environment variables of each container: a map of the neighbourhood for who gets in, and a name clash for the app.',
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
  if (pod.object.manifests.version.minor < FEATURES.enableServiceLinks.since) return [];
  if (pod.spec['enableServiceLinks'] === false) return [];
  return [
    {
      path: '/spec/enableServiceLinks',
      message: 'every Service of the namespace becomes environment variables',
      set: { value: HARDENED.podSpec.enableServiceLinks },
    },
  ];
}
