import { objectAt, type JsonObject } from '../../../kubernetes/manifest';
import type { ContainerSubject } from '../../subject/container-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { containersOf, plural, quoted, valuesOf } from '../words';

/** Paths of keys to the probes and lifecycle handlers of a container. */
const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

const CALLS = ['httpGet', 'tcpSocket'];

/** Rejects probes and lifecycle handlers with a host. */
export const hostProbesAndHostLifecycle: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  revisions: [{ since: 34, find: (pod) => pod.containers.flatMap(hostsOf) }],
  describe: (breaches) => {
    const names = [...new Set(containersOf(breaches).map((c) => c.name))].sort();
    const hosts = valuesOf(breaches);
    return {
      reason: 'probe or lifecycle host',
      detail: [
        plural('container', 'containers', names.length),
        quoted(names),
        plural('uses', 'use', names.length),
        plural('probe or lifecycle host', 'probe or lifecycle hosts', hosts.length),
        quoted(hosts),
      ].join(' '),
    };
  },
};

function hostsOf(container: ContainerSubject): Breach[] {
  const breaches: Breach[] = [];
  for (const keys of HANDLERS) {
    const handler = keys.reduce<JsonObject>(objectAt, container.json);
    for (const call of CALLS) {
      const { host } = objectAt(handler, call);
      if (typeof host !== 'string' || host === '') continue;
      const path = `${container.path}/${keys.join('/')}/${call}/host`;
      breaches.push({ path, container, value: host, subject: `${keys.join('.')}.${call}: ${host}` });
    }
  }
  return breaches;
}
