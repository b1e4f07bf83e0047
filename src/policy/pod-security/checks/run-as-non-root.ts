import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck, Refusal } from '../check';
import { containerList, setters } from '../words';

const PATH = '/securityContext/runAsNonRoot';

/** The kubelet starts no container as user 0. */
export const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  revisions: [
    { since: 0, find },
    { since: 35, find: (pod) => (pod.hasUserNamespace ? [] : find(pod)) },
  ],
  describe,
};

/** A container that is silent has its pod's word; a pod's false is refused even if every container says true. */
function find(pod: PodSubject): Breach[] {
  const breaches: Breach[] = [];
  const ofPod: unknown = pod.securityContext['runAsNonRoot'];
  if (ofPod === false) breaches.push({ path: `/spec${PATH}`, value: 'false', form: 'explicit' });
  for (const container of pod.containers) {
    const own: unknown = container.securityContext['runAsNonRoot'];
    const path = container.path + PATH;
    if (own === false) breaches.push({ path, container, value: 'false', form: 'explicit' });
    else if (own !== true && ofPod !== true) breaches.push({ path, container, value: '', form: 'implicit' });
  }
  return breaches;
}

function describe(breaches: ReadonlyArray<Breach>): Refusal {
  const reason = 'runAsNonRoot != true';
  const explicit = breaches.filter((b) => b.form === 'explicit');
  if (explicit.length > 0)
    return { reason, detail: `${setters(explicit)} must not set securityContext.runAsNonRoot=false` };
  return { reason, detail: `pod or ${containerList(breaches)} must set securityContext.runAsNonRoot=true` };
}
