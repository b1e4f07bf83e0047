import { isObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** No container is logged into. */
export const noSshPort = rule({
  id: 'no-ssh-port',
  topic: Topic.NETWORK,
  scope: 'container',
  title: 'No container has the port of ssh',
  severity: Severity.MEDIUM,
  rationale: 'A login into a container is beside the API server: no role holds it, and no log has it.',
  fix: 'remove the server and the port; debug with `kubectl debug`',
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
            message: 'containerPort is 22: that is where ssh lets people log in',
          },
        ]
      : [],
  );
}
