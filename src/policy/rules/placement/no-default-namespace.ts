import { quote } from '../../../diagnostics/input-error';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that apps have namespaces of their own. */
export const noDefaultNamespace = rule({
  id: 'no-default-namespace',
  topic: Topic.PLACEMENT,
  scope: 'object',
  title: 'No app runs in the default namespace or in a namespace of the system',
  severity: Severity.MEDIUM,
  rationale:
    'An app without a namespace of its own shares secrets, service accounts and network policies with everything else there; in kube-system, with the components of the cluster.',
  fix: 'move the app to a namespace of its own',
  controls: [...nist('4.3.4', '4.4.5'), ...cis('5.7.1', '5.7.4')],
  check,
  examples: {
    good: [examplePod({ namespace: 'shop' }), examplePod()],
    bad: [examplePod({ namespace: 'default' }), examplePod({ namespace: 'kube-system' })],
  },
});

const SHARED: ReadonlySet<string> = new Set(['default', 'kube-node-lease', 'kube-public', 'kube-system']);

function check({ namespace, pods }: ObjectSubject): Violation[] {
  if (namespace === undefined || !SHARED.has(namespace) || pods.length === 0) return [];
  return [
    {
      path: '/metadata/namespace',
      message: `the app runs in namespace ${quote(namespace)}; must be a namespace of its own`,
    },
  ];
}
