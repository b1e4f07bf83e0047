import { HARDENED } from '../../../kubernetes/hardened-values';
import type { PodSecurityCheck } from '../check';
import { containerList } from '../words';

/** Rejects privileged containers. */
export const privileged: PodSecurityCheck = {
  id: 'privileged',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      find: (pod) =>
        pod.containers
          .filter((c) => c.securityContext['privileged'] === true)
          .map((container) => ({
            path: `${container.path}/securityContext/privileged`,
            container,
            value: 'true',
            set: { value: HARDENED.securityContext.privileged },
          })),
    },
  ],
  describe: (breaches) => ({
    reason: 'privileged',
    detail: `${containerList(breaches)} must not set securityContext.privileged=true`,
  }),
};
