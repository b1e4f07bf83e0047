import { dnsLabel } from '../../kubernetes/syntax';
import { quote } from '../../diagnostics/input-error';
import { appNames } from '../apps/service-names';
import type { ComposeProject } from '../compose-project';
import { keyPath } from '../key-path';

/** Further name of a service, with the value that asks for it. */
export interface ServiceAlias {
  readonly name: string;
  /** Service whose key has the name. */
  readonly from: string;
  readonly key: string;
  /** Reason that the name cannot be written. */
  readonly problem?: string;
}

const KNOWN = new WeakMap<ComposeProject, ReadonlyMap<string, ReadonlyArray<ServiceAlias>>>();

/** Returns the further names of a service: of its container, its aliases on networks, and those of links to it. */
export function aliasesOf(project: ComposeProject, service: string): ReadonlyArray<ServiceAlias> {
  const known = KNOWN.get(project) ?? allAliases(project);
  KNOWN.set(project, known);
  return known.get(service) ?? [];
}

function allAliases(project: ComposeProject): ReadonlyMap<string, ReadonlyArray<ServiceAlias>> {
  const names = appNames(project);
  const owners = new Map([...names].map(([service, name]) => [name, service]));
  const found = new Map<string, ServiceAlias[]>();
  const give = (owner: string, name: string, from: string, key: string): void => {
    const aliases = found.get(owner) ?? [];
    found.set(owner, aliases);
    const holder = owners.get(name);
    const problem =
      (/^[0-9]/.test(name) ? `the name of a Service must start with a letter, got ${quote(name)}` : undefined) ??
      dnsLabel('name of a Service', name) ??
      (holder === undefined || holder === owner
        ? undefined
        : `service ${quote(holder)} has the name ${quote(name)} too`);
    if (problem === undefined) owners.set(name, owner);
    aliases.push({ name, from, key, ...(problem !== undefined && { problem }) });
  };
  for (const [service, { container_name: container, networks = {} }] of project.services) {
    if (container !== undefined) give(service, container, service, 'container_name');
    for (const [network, attachment] of Object.entries(networks))
      for (const [i, alias] of (attachment?.aliases ?? []).entries())
        give(service, alias, service, keyPath('networks', network, 'aliases', i));
  }
  for (const [service, { links = [] }] of project.services)
    for (const [i, link] of links.entries())
      if (project.services.has(link.service)) give(link.service, link.alias, service, keyPath('links', i));
  return found;
}
