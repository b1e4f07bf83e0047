import type { PodSecurityCheck } from '../check';

const FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'];

/** No namespace is shared with the node. */
export const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  revisions: [
    {
      since: 0,
      find: (pod) =>
        FIELDS.filter((field) => pod.spec[field] === true).map((field) => ({
          path: `/spec/${field}`,
          value: `${field}=true`,
        })),
    },
  ],
  describe: (breaches) => ({ reason: 'host namespaces', detail: breaches.map((b) => b.value).join(', ') }),
};
