import { isIP } from 'node:net';
import { expectTypes } from '../../diagnostics/expected-type';
import { Problems, quote } from '../../diagnostics/input-error';
import { portValue } from '../../kubernetes/finding-value';
import { isObject, listAt } from '../../kubernetes/manifest';
import type { Port } from '../../kubernetes/port';
import { dnsSubdomain, portNumber } from '../../kubernetes/syntax';
import { PodSecurityLevel } from '../pod-security-level';
import type { WeaknessEffect } from './effect';

/** Effect of names in `/etc/hosts`. */
export function hostAlias(address: string, names: string[]): WeaknessEffect {
  expectTypes('Weakness.hostAlias', { address: [address, 'text'], names: [names, { listOf: 'text' }] });
  const problems = new Problems();
  if (isIP(address) === 0) problems.add(`address must be an IP address, got ${quote(address)}`);
  if (names.length === 0) problems.add('names must not be empty');
  for (const name of names) problems.add(dnsSubdomain('host name', name));
  problems.throwIfAny('Weakness.hostAlias');
  return {
    accepts: [{ rule: 'no-host-aliases', value: `${address}: ${names.join(', ')}`, ofPod: true }],
    level: PodSecurityLevel.RESTRICTED,
    weakenPod: (spec) => {
      const [held, alias] = [listAt(spec, 'hostAliases'), { ip: address, hostnames: [...names] }];
      // two containers can need the same name, which is one entry
      if (!held.some((each) => JSON.stringify(each) === JSON.stringify(alias))) spec['hostAliases'] = [...held, alias];
    },
  };
}

/** Effect of a port of the node. */
export function nodePort(port: Port, hostPort: number): WeaknessEffect {
  expectTypes('Weakness.hostPort', { port: [port, { instanceOf: 'Port', madeBy: 'Port.tcp(8080)' }] });
  const problems = new Problems();
  problems.add(portNumber('port of the node', hostPort));
  problems.throwIfAny('Weakness.hostPort');
  return {
    accepts: [{ rule: 'no-host-ports', value: portValue(hostPort, port.protocol) }],
    level: PodSecurityLevel.PRIVILEGED,
    weakenContainer: (container) => {
      const ports = listAt(container, 'ports').filter(isObject);
      const held = ports.find((each) => each['containerPort'] === port.number && each['protocol'] === port.protocol);
      if (held && held['hostPort'] === undefined) held['hostPort'] = hostPort;
      else container['ports'] = [...ports, { containerPort: port.number, hostPort, protocol: port.protocol }];
    },
  };
}
