import { quote } from '../../../diagnostics/input-error';
import { canForbidEscalation, HARDENED } from '../../../kubernetes/hardened-values';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { containerList } from '../words';

/** Rejects containers that do not set allowPrivilegeEscalation to false. */
export const allowPrivilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  revisions: [
    { since: 8, find },
    { since: 25, find: (pod) => (pod.isWindows ? [] : find(pod)) },
  ],
  describe: (breaches) => ({
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containerList(breaches)} must set securityContext.allowPrivilegeEscalation=false`,
  }),
};

const SET = { value: HARDENED.securityContext.allowPrivilegeEscalation };

function find(pod: PodSubject): Breach[] {
  return pod.containers
    .filter((c) => c.securityContext['allowPrivilegeEscalation'] !== false)
    .map((container) => ({
      path: `${container.path}/securityContext/allowPrivilegeEscalation`,
      container,
      value: quote(container.securityContext['allowPrivilegeEscalation']),
      ...(canForbidEscalation(container.securityContext) && { set: SET }),
    }));
}
