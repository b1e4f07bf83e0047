import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { setters } from '../words';

const PATH = '/securityContext/runAsUser';

/** No container is asked to run as user 0; which user an image has is not known to it. */
export const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  level: 'restricted',
  revisions: [
    { since: 23, find },
    { since: 35, find: (pod) => (pod.hasUserNamespace ? [] : find(pod)) },
  ],
  describe: (breaches) => ({ reason: 'runAsUser=0', detail: `${setters(breaches)} must not set runAsUser=0` }),
};

function find(pod: PodSubject): Breach[] {
  return [
    ...(pod.securityContext['runAsUser'] === 0 ? [{ path: `/spec${PATH}`, value: '0' }] : []),
    ...pod.containers
      .filter((c) => c.securityContext['runAsUser'] === 0)
      .map((container) => ({ path: container.path + PATH, container, value: '0' })),
  ];
}
