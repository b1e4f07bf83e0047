import { HARDENED, runsAsRoot } from '../../../kubernetes/hardened-values';
import type { ContainerSubject } from '../../subject/container-subject';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, DescribedBreach, PodSecurityCheck, Refusal } from '../check';
import { containerList, setters } from '../words';

const PATH = '/securityContext/runAsNonRoot';
const SET = { set: { value: HARDENED.securityContext.runAsNonRoot } };

/** Rejects pods that the kubelet could start as user 0. */
export const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  revisions: [
    { since: 0, find },
    { since: 35, find: (pod) => (pod.hasUserNamespace ? [] : find(pod)) },
  ],
  describe,
};

/** Finds breaches. A container without the field gets the pod's value; false on the pod is rejected even if every container sets true. */
function find(pod: PodSubject): Breach[] {
  const breaches: Breach[] = [];
  const ofPod: unknown = pod.securityContext['runAsNonRoot'];
  const isRoot = (c: ContainerSubject): boolean => runsAsRoot(pod.securityContext, c.securityContext);
  if (ofPod === false) {
    const set = pod.containers.some(isRoot) ? {} : SET;
    breaches.push({ path: `/spec${PATH}`, value: 'false', form: 'explicit', ...set });
  }
  for (const container of pod.containers) {
    const own: unknown = container.securityContext['runAsNonRoot'];
    const at = { path: container.path + PATH, container, ...(isRoot(container) ? {} : SET) };
    if (own === false) breaches.push({ ...at, value: 'false', form: 'explicit' });
    else if (own !== true && ofPod !== true) breaches.push({ ...at, value: '', form: 'implicit' });
  }
  return breaches;
}

function describe(breaches: ReadonlyArray<DescribedBreach>): Refusal {
  const reason = 'runAsNonRoot != true';
  const explicit = breaches.filter((b) => b.form === 'explicit');
  if (explicit.length > 0)
    return { reason, detail: `${setters(explicit)} must not set securityContext.runAsNonRoot=false` };
  return { reason, detail: `pod or ${containerList(breaches)} must set securityContext.runAsNonRoot=true` };
}
