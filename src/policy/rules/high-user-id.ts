import { Severity } from '../../severity';
import type { ContainerSubject } from '../container-subject';
import { examplePod } from '../example';
import { nist } from '../frameworks/nist-800-190';
import { ContainerRule } from '../rule';
import { userOf } from '../user-of';
import type { Violation } from '../violation';

/** Below it are the users of a node, those of its services first. */
const LOWEST = 10_000;

/** A container's user is none of the node's. */
export class HighUserId extends ContainerRule {
  constructor() {
    super({
      id: 'high-user-id',
      title: "A container's user is none of the node's",
      severity: Severity.LOW,
      rationale:
        'The numbers of users are those of the node: a container that breaks out as user 101 is whoever has that number there.',
      fix: 'securityContext: {runAsUser: 10001, runAsGroup: 10001}',
      controls: nist('4.1.2'),
      examples: {
        good: [examplePod({ spec: 'securityContext: {runAsUser: 10001}' }), examplePod()],
        bad: [examplePod({ spec: 'securityContext: {runAsUser: 101}' })],
      },
    });
  }

  public check(container: ContainerSubject): Violation[] {
    const { pod } = container;
    const user = userOf(container);
    // user 0 is found by rules of its own
    if (user === undefined || user <= 0 || user >= LOWEST || pod.hasUserNamespace || pod.isWindows) return [];
    return [
      {
        path: '/securityContext/runAsUser',
        message: `runAsUser is ${user}, which may be a user or a service of the node`,
      },
    ];
  }
}
