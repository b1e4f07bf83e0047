import { HARDENED } from '../../../kubernetes/hardened-values';
import { objectAt } from '../../../kubernetes/manifest';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { setters } from '../words';

const PATH = '/securityContext/windowsOptions/hostProcess';
const SET = { value: HARDENED.windowsOptions.hostProcess };

/** Rejects Windows containers that run as a process of the node. */
export const windowsHostProcess: PodSecurityCheck = {
  id: 'windowsHostProcess',
  level: 'baseline',
  revisions: [{ since: 0, find }],
  describe: (breaches) => ({
    reason: 'hostProcess',
    detail: `${setters(breaches)} must not set securityContext.windowsOptions.hostProcess=true`,
  }),
};

function find(pod: PodSubject): Breach[] {
  return [
    ...(isSet(pod.securityContext) ? [{ path: `/spec${PATH}`, value: 'true', set: SET }] : []),
    ...pod.containers
      .filter((c) => isSet(c.securityContext))
      .map((container) => ({ path: container.path + PATH, container, value: 'true', set: SET })),
  ];
}

function isSet(context: { readonly [key: string]: unknown }): boolean {
  return objectAt(context, 'windowsOptions')['hostProcess'] === true;
}
