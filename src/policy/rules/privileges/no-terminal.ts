import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that containers have no terminal and no standard input. */
export const noTerminal = rule({
  id: 'no-terminal',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  looksAt: { fields: ['stdin', 'tty'] },
  title: 'Containers have no terminal and no standard input',
  severity: Severity.LOW,
  rationale:
    'Everyone who may attach to the pod can type into the first process of such a container. If that is a shell, they can run any command in the app. A service needs neither; the fields are often left from a test.',
  fix: 'remove `stdin` and `tty`; to look into a running pod, use `kubectl debug`',
  references: ['https://kubernetes.io/docs/reference/kubectl/generated/kubectl_attach/'],
  controls: nist('4.4.3'),
  check,
  examples: {
    good: [examplePod(), examplePod({ container: 'stdin: false\ntty: false' })],
    bad: [examplePod({ container: 'stdin: true' }), examplePod({ container: 'tty: true' })],
  },
});

function check(container: ContainerSubject): Violation[] {
  // debugging is what an ephemeral container is for
  if (container.role === ContainerRole.EPHEMERAL) return [];
  return ['stdin', 'tty']
    .filter((field) => container.valueAt(field) === true)
    .map((field) => ({ path: `/${field}`, value: field, message: `${field} is true; must be false or unset` }));
}
