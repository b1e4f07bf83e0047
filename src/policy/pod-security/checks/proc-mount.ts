import { HARDENED } from '../../../kubernetes/hardened-values';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, DescribedBreach, PodSecurityCheck, Refusal } from '../check';
import { containerList, quoted, valuesOf } from '../words';

/** Rejects an unmasked /proc, except in a user namespace. */
export const procMount: PodSecurityCheck = {
  id: 'procMount',
  level: 'baseline',
  revisions: [
    { since: 0, find },
    { since: 35, find: (pod) => (pod.hasUserNamespace ? [] : find(pod)) },
  ],
  describe,
};

/** Rejects an unmasked /proc. */
export const procMountRestricted: PodSecurityCheck = {
  id: 'procMount_restricted',
  level: 'restricted',
  replaces: 'procMount',
  revisions: [{ since: 35, find }],
  describe,
};

function find(pod: PodSubject): Breach[] {
  return pod.containers.flatMap((container) => {
    const value: unknown = container.securityContext['procMount'];
    if (typeof value !== 'string' || value === 'Default') return [];
    const set = { value: HARDENED.securityContext.procMount };
    return [{ path: `${container.path}/securityContext/procMount`, container, value, set }];
  });
}

function describe(breaches: ReadonlyArray<DescribedBreach>): Refusal {
  return {
    reason: 'procMount',
    detail: `${containerList(breaches)} must not set securityContext.procMount to ${quoted(valuesOf(breaches))}`,
  };
}
