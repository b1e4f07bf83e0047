import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** No container can write to its root file system. */
export const readOnlyRootFilesystem = rule({
  id: 'read-only-root-filesystem',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  title: 'The root file system of every container is read-only',
  severity: Severity.MEDIUM,
  rationale:
    'Who takes over an app with a writable root file system can put programs there and change those of the image, and may fill the disk of the gateway.',
  fix: 'set securityContext.readOnlyRootFilesystem to true, and mount a sized emptyDir where the app has to write',
  references: ['NIST SP 800-190, section 4.4.4'],
  controls: [...nist('4.4.4'), ...cis('5.7.3'), ...nsa('C-0017')],
  cel: "variables.podSpec.?os.?name.orValue('') == 'windows' || variables.containers.all(c, c.?securityContext.?readOnlyRootFilesystem.orValue(false) == true)",
  check,
  examples: {
    good: [examplePod({ container: 'securityContext: {readOnlyRootFilesystem: true}' })],
    bad: [examplePod()],
  },
});

function check(container: ContainerSubject): Violation[] {
  const { readOnlyRootFilesystem } = container.securityContext;
  // the API server refuses the field on a Windows pod
  if (readOnlyRootFilesystem === true || container.pod.isWindows) return [];
  const message =
    readOnlyRootFilesystem === false
      ? 'the root file system is writable'
      : 'the root file system is writable: readOnlyRootFilesystem is not set';
  const set = { value: HARDENED.securityContext.readOnlyRootFilesystem };
  return [{ path: '/securityContext/readOnlyRootFilesystem', message, set }];
}
