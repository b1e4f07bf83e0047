import { isObject, listAt, stringAt } from '../../../kubernetes/manifest';
import { portValue } from '../../../kubernetes/finding-value';
import type { ContainerSubject } from '../../subject/container-subject';
import { ContainerRole } from '../../subject/container-subject';
import type { Breach, PodSecurityCheck } from '../check';
import { containerList, containersOf, plural, valuesOf } from '../words';

/** Rejects containers that use a port of the node. */
export const hostPorts: PodSecurityCheck = {
  id: 'hostPorts',
  level: 'baseline',
  revisions: [{ since: 0, find: (pod) => pod.containers.flatMap(portsOf) }],
  describe: (breaches) => {
    const ports = valuesOf(breaches);
    const verb = plural('uses', 'use', containersOf(breaches).length);
    const noun = plural('hostPort', 'hostPorts', ports.length);
    return { reason: 'hostPort', detail: `${containerList(breaches)} ${verb} ${noun} ${ports.join(', ')}` };
  },
};

function portsOf(container: ContainerSubject): Breach[] {
  const { pod } = container;
  // for a Pod in the node's network, the API server sets the host port of each port, but not for a template
  const isGiven = pod.isPod && pod.spec['hostNetwork'] === true && container.role !== ContainerRole.EPHEMERAL;
  return listAt(container.json, 'ports').flatMap((port, i) => {
    if (!isObject(port)) return [];
    const key = isPort(port['hostPort']) || !isGiven ? 'hostPort' : 'containerPort';
    const number = port[key];
    if (!isPort(number)) return [];
    const address = stringAt(port, 'hostIP') ?? '';
    const subject = `${address === '' ? '' : `${address}:`}${portValue(number, stringAt(port, 'protocol') ?? 'TCP')}`;
    return [{ path: `${container.path}/ports/${i}/${key}`, container, value: String(number), subject }];
  });
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && value !== 0;
}
