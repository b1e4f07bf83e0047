import { HARDENED } from '../../../kubernetes/hardened-values';
import { HOST_NAMESPACES } from '../../../kubernetes/user-namespace';
import type { PodSecurityCheck } from '../check';

/** Rejects pods that share a namespace with the node. */
export const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      find: (pod) =>
        HOST_NAMESPACES.filter((field) => pod.spec[field] === true).map((field) => ({
          path: `/spec/${field}`,
          value: `${field}=true`,
          subject: field,
          set: { value: HARDENED.podSpec[field] },
        })),
    },
  ],
  describe: (breaches) => ({ reason: 'host namespaces', detail: breaches.map((b) => b.value).join(', ') }),
};
