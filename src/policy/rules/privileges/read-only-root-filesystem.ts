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

/** Checks that no container can write to its root file system. */
export const readOnlyRootFilesystem = rule({
  id: 'read-only-root-filesystem',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  title: 'The root file system of every container is read-only',
  severity: Severity.MEDIUM,
  rationale:
    'If the root file system is writable, an attacker in the app can add and change programs, and fill the disk of the gateway.',
  fix: 'set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir with a size limit where the app writes',
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
  // the API server rejects the field on a Windows pod
  if (readOnlyRootFilesystem === true || container.pod.isWindows) return [];
  const message =
    readOnlyRootFilesystem === false
      ? 'readOnlyRootFilesystem is false, so the root file system is writable; must be true'
      : 'readOnlyRootFilesystem is unset, so the root file system is writable; must be true';
  const set = { value: HARDENED.securityContext.readOnlyRootFilesystem };
  return [{ path: '/securityContext/readOnlyRootFilesystem', message, set }];
}
