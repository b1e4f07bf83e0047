import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no container has an SSH port. */
export const noSshPort = rule({
  id: 'no-ssh-port',
  topic: Topic.NETWORK,
  scope: 'container',
  looksAt: { fields: ['ports'] },
  title: 'No container has an SSH port',
  severity: Severity.MEDIUM,
  rationale: 'A login by SSH bypasses the API server: no role limits it, and no audit log records it.',
  fix: 'remove the SSH server and its port; debug with `kubectl debug`',
  references: ['NIST SP 800-190, section 4.1.2'],
  controls: [...nist('4.1.2'), ...nsa('C-0002')],
  cel: 'variables.containers.all(c, c.?ports.orValue([]).all(p, p.?containerPort.orValue(0) != 22))',
  check,
  examples: {
    good: [examplePod({ container: 'ports: [{containerPort: 2222}]' })],
    bad: [examplePod({ container: 'ports: [{containerPort: 22}]' })],
  },
});

function check(container: ContainerSubject): Violation[] {
  return container.listAt('ports').flatMap((port, i) =>
    isObject(port) && port['containerPort'] === 22
      ? [
          {
            path: `/ports/${i}/containerPort`,
            message: 'containerPort is 22, the port for logins by SSH',
          },
        ]
      : [],
  );
}
