import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { setters } from '../words';

const PATH = '/securityContext/runAsUser';

/** Rejects runAsUser 0. The check does not know the user of an image. */
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
