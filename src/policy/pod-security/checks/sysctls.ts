import { isObject, listAt, stringAt } from '../../../kubernetes/manifest';
import { SAFE_SYSCTLS, safeSysctlsOf, type SafeSysctls } from '../../../kubernetes/safe-sysctls';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck, Revision } from '../check';

const [FIRST, ...LATER] = SAFE_SYSCTLS;

/** Rejects kernel parameters that affect more than the pod. */
export const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  revisions: [revisionOf(FIRST), ...LATER.map(revisionOf)],
  describe: (breaches) => ({ reason: 'forbidden sysctls', detail: breaches.map((b) => b.value).join(', ') }),
};

function revisionOf({ since }: SafeSysctls): Revision {
  const allowed = safeSysctlsOf(since);
  return { since, find: (pod) => find(pod, allowed) };
}

function find(pod: PodSubject, allowed: ReadonlySet<string>): Breach[] {
  return listAt(pod.securityContext, 'sysctls').flatMap((sysctl, i) => {
    if (!isObject(sysctl)) return [];
    const value = stringAt(sysctl, 'name') ?? '';
    return allowed.has(value) ? [] : [{ path: `/spec/securityContext/sysctls/${i}/name`, value }];
  });
}
