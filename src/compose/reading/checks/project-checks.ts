import { quote } from '../../../diagnostics/input-error';
import type { PublishedPort, ServiceDefinition } from '../../service-definition';
import { dependenciesOf } from './service-checks';

/** Receives a problem of the value at a path of the model. */
type Report = (path: ReadonlyArray<string>, message: string) => void;

/** Checks that the active services of a project do not exclude each other. */
export function checkProject(services: ReadonlyMap<string, ServiceDefinition>, report: Report): void {
  checkCycles(services, report);
  checkContainerNames(services, report);
  checkPublishedPorts(services, report);
}

function checkCycles(services: ReadonlyMap<string, ServiceDefinition>, report: Report): void {
  const done = new Set<string>();
  const active = new Set<string>();
  for (const name of services.keys()) walk(name);

  /** Visits the services that a service needs, without recursion: a chain can be as long as the file. */
  function walk(start: string): void {
    const chain: { name: string; rest: string[] }[] = [];
    enter(start);
    while (chain.length > 0) {
      const last = chain.at(-1);
      const next = last?.rest.pop();
      if (next !== undefined) enter(next);
      else if (last) {
        done.add(last.name);
        active.delete(last.name);
        chain.pop();
      }
    }

    function enter(name: string): void {
      const service = services.get(name);
      if (!service || done.has(name)) return;
      if (active.has(name)) {
        const from = chain.findIndex((each) => each.name === name);
        const cycle = [...chain.slice(from).map((each) => each.name), name];
        const last = chain.at(-1)?.name ?? name;
        const path = dependenciesOf(services.get(last) ?? {}).find((each) => each.name === name)?.path ?? [];
        report(['services', last, ...path], `closes a cycle of dependencies: ${cycle.join(' -> ')}`);
        return;
      }
      active.add(name);
      chain.push({
        name,
        rest: dependenciesOf(service)
          .map((each) => each.name)
          .reverse(),
      });
    }
  }
}

function checkContainerNames(services: ReadonlyMap<string, ServiceDefinition>, report: Report): void {
  const owners = new Map<string, string>();
  for (const [service, { container_name: name }] of services) {
    if (!name) continue;
    const owner = owners.get(name);
    if (owner !== undefined)
      report(
        ['services', service, 'container_name'],
        `is ${quote(name)}, as that of the service ${quote(owner)}: change one`,
      );
    owners.set(name, service);
  }
}

/** Addresses that stand for every address of the host. */
const EVERY_ADDRESS = new Set(['', '0.0.0.0', '::']);

function checkPublishedPorts(services: ReadonlyMap<string, ServiceDefinition>, report: Report): void {
  const owners = new Map<string, Map<string, string>>();
  for (const [service, { ports = [] }] of services)
    for (const [index, port] of ports.entries()) {
      if (port.published === undefined || port.published === '0' || port.published.includes('-')) continue;
      const key = `${port.published}/${port.protocol}`;
      const known = owners.get(key) ?? new Map<string, string>();
      owners.set(key, known);
      const ip = addressOf(port);
      const owner = known.get(ip) ?? (ip === '' ? [...known.values()][0] : known.get(''));
      if (owner !== undefined)
        report(
          ['services', service, 'ports', String(index)],
          `publishes the port ${key}, which ${owner === service ? 'it already publishes' : `the service ${quote(owner)} publishes`}: change one`,
        );
      known.set(ip, service);
    }
}

function addressOf({ host_ip: ip = '' }: PublishedPort): string {
  return EVERY_ADDRESS.has(ip) ? '' : ip;
}
