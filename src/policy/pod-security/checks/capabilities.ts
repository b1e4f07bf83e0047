import { BASELINE_CAPABILITIES, RESTRICTED_CAPABILITIES } from '../../../host/capability';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { listAt, objectAt } from '../../../kubernetes/manifest';
import type { ContainerSubject } from '../../subject/container-subject';
import type { PodSubject } from '../../subject/pod-subject';
import type { Breach, DescribedBreach, PodSecurityCheck } from '../check';
import { containerList, quoted, valuesOf } from '../words';

/** Rejects added capabilities that a runtime does not give by default. */
export const capabilitiesBaseline: PodSecurityCheck = {
  id: 'capabilities_baseline',
  level: 'baseline',
  revisions: [{ since: 0, find: (pod) => pod.containers.flatMap((c) => added(c, BASELINE_CAPABILITIES)) }],
  describe: (breaches) => ({ reason: 'non-default capabilities', detail: notToInclude(breaches) }),
};

/** Rejects containers that do not drop ALL, or add a capability other than NET_BIND_SERVICE. */
export const capabilitiesRestricted: PodSecurityCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  replaces: 'capabilities_baseline',
  revisions: [
    { since: 22, find: findRestricted },
    { since: 25, find: (pod) => (pod.isWindows ? [] : findRestricted(pod)) },
  ],
  describe: (breaches) => {
    const kept = breaches.filter((b) => b.form === 'drop');
    const adds = breaches.filter((b) => b.form === 'add');
    return {
      reason: 'unrestricted capabilities',
      detail: [
        ...(kept.length > 0 ? [`${containerList(kept)} must set securityContext.capabilities.drop=["ALL"]`] : []),
        ...(adds.length > 0 ? [notToInclude(adds)] : []),
      ].join('; '),
    };
  },
};

/** Returns the capabilities that a container adds, except accepted ones. */
export function added(container: ContainerSubject, allowed: ReadonlySet<string>): Breach[] {
  const names = listAt(objectAt(container.securityContext, 'capabilities'), 'add');
  return names.flatMap((name, i) => {
    const value = name ?? '';
    if (typeof value !== 'string' || allowed.has(value)) return [];
    return [{ path: `${container.path}/securityContext/capabilities/add/${i}`, container, value, form: 'add' }];
  });
}

function findRestricted(pod: PodSubject): Breach[] {
  return pod.containers.flatMap((container) => {
    const drops = listAt(objectAt(container.securityContext, 'capabilities'), 'drop').includes('ALL');
    const path = `${container.path}/securityContext/capabilities/drop`;
    return [
      ...(drops ? [] : [{ path, container, value: '', form: 'drop', set: { value: HARDENED.capabilities.drop } }]),
      ...added(container, RESTRICTED_CAPABILITIES),
    ];
  });
}

function notToInclude(breaches: ReadonlyArray<DescribedBreach>): string {
  return `${containerList(breaches)} must not include ${quoted(valuesOf(breaches))} in securityContext.capabilities.add`;
}
