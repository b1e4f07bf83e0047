import { isIP } from 'node:net';
import { quote } from '../../diagnostics/input-error';
import { singleAddress } from '../../host/address-range';
import { METADATA_ADDRESSES } from '../../host/metadata-address';
import { dnsLabel, dnsSubdomain, toDnsLabel } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import { keyPath } from '../key-path';
import { aliasesOf } from '../networks/service-aliases';
import { ProjectNetworks } from '../networks/project-networks';
import { isStandalone } from '../pods/pod-form';
import type { ServiceConversion } from '../service-conversion';
import type { ServiceReport } from '../service-report';
import type { KeyGroup } from './key-group';

const HOST_ALIASES = 'spec.template.spec.hostAliases';
const ALIAS_REASON = 'the Compose file sets the name in extra_hosts';

export const nameKeys: KeyGroup = {
  title: 'Names',
  rows: {
    container_name: {
      becomes: 'A further Service',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'A name must be a label of DNS. Without Services it is a name of 127.0.0.1 in the pod.',
    },
    hostname: {
      becomes: '`hostname` of the pod',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'Only the first label is kept. Other services do not find the pod by it.',
    },
    domainname: {
      becomes: 'Nothing: the domain of a pod is that of the cluster',
      outcomes: ['unsupported'],
      notes: '',
    },
    links: {
      becomes: 'Service of the other app; a further Service for an alias',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'An alias is valid in the whole namespace, not only in the service that has the link.',
    },
    external_links: {
      becomes: 'Nothing: a container outside the project is not known',
      outcomes: ['unsupported'],
      notes: 'Create a Service with that name.',
    },
    extra_hosts: {
      becomes: '`hostAliases`, as `Weakness.hostAlias`',
      outcomes: ['approximated', 'unsupported'],
      notes: 'The address may be reached, also a private one. `host-gateway` is not supported.',
    },
  },
  convert: (service) => {
    convertHostname(service);
    convertLinks(service);
    convertAliases(service);
    convertExtraHosts(service);
    if (service.definition.domainname !== undefined)
      service.report.unsupported('domainname', 'the domain of a pod is that of the cluster');
    for (const i of (service.definition.external_links ?? []).keys())
      service.report.unsupported(
        keyPath('external_links', i),
        'a container outside the project is not known: create a Service with that name, and allow the flow',
      );
  },
};

function convertHostname({ definition, form, app, report }: ServiceConversion): void {
  const { hostname } = definition;
  if (hostname === undefined) return;
  const label = toDnsLabel(hostname.split('.')[0] ?? '');
  if (form.podOf !== undefined)
    report.unsupported('hostname', `the containers of a pod share the host name of ${form.podOf}`);
  else if (label === '') report.unsupported('hostname', dnsLabel('host name of a pod', hostname) ?? '');
  else {
    app.set('hostname', literal(label));
    const field = 'spec.template.spec.hostname';
    if (label === hostname) report.converted('hostname', field);
    else report.approximated('hostname', field, `the host name of a pod is one label in lower case, ${quote(label)}`);
  }
}

function convertLinks({ definition, project, service, options, report }: ServiceConversion): void {
  for (const [i, { service: other, alias }] of (definition.links ?? []).entries()) {
    const key = keyPath('links', i);
    const given = aliasesOf(project, other).find((each) => each.from === service && each.key === key);
    if (given === undefined) report.unsupported(key, `service ${quote(other)} is not in the project`);
    else if (isStandalone(options)) reportLoopbackName(report, key, alias);
    else if (alias === other) report.converted(key, 'Service metadata.name');
    else if (given.problem !== undefined) report.unsupported(key, `${given.problem}: use another alias`);
    else report.approximated(key, 'Service metadata.name', 'every pod of the namespace finds the alias');
  }
}

/** Reports the further names of the service, which become Services together with its ports. */
function convertAliases({ project, service, name, options, report }: ServiceConversion): void {
  for (const alias of aliasesOf(project, service)) {
    if (alias.from !== service || alias.key.startsWith('links')) continue;
    if (isStandalone(options)) reportLoopbackName(report, alias.key, alias.name);
    else if (alias.problem !== undefined && alias.name !== service)
      report.unsupported(alias.key, `${alias.problem}: use another name`);
    else if (alias.name === name) report.converted(alias.key, 'Service metadata.name');
    else report.approximated(alias.key, 'Service metadata.name', 'every pod of the namespace finds the name');
  }
}

function reportLoopbackName(report: ServiceReport, key: string, name: string): void {
  const problem = dnsSubdomain('host name', name);
  if (problem === undefined) report.converted(key, HOST_ALIASES);
  else report.unsupported(key, `${problem}: use another name`);
}

function convertExtraHosts(service: ServiceConversion): void {
  const { definition, report, container, app, project } = service;
  const names = new Map<string, string[]>();
  for (const [host, addresses] of Object.entries(definition.extra_hosts ?? {})) {
    const key = keyPath('extra_hosts', host);
    const unknown = addresses.find((address) => isIP(address) === 0);
    const problem = dnsSubdomain('host name', host);
    if (unknown !== undefined)
      report.unsupported(
        key,
        unknown === 'host-gateway'
          ? 'the address of the gateway is not known: use its name or address'
          : `the address must be an IP address, got ${quote(unknown)}`,
      );
    else if (problem !== undefined) report.unsupported(key, problem);
    else {
      for (const address of addresses) names.set(address, [...(names.get(address) ?? []), host]);
      report.approximated(key, HOST_ALIASES, 'the name is valid in every container of the pod, and bypasses DNS');
    }
  }
  for (const [address, hosts] of names) {
    const alias = call('Weakness.hostAlias', literal(address), literal(hosts), literal(ALIAS_REASON));
    container.add('weaknesses', alias);
    if (isReachable(address) && ProjectNetworks.of(project).reachesOutside(service.service))
      app.add('egress', call('Flow.with', call('Peer.cidr', literal(singleAddress(address)))));
  }
}

function isReachable(address: string): boolean {
  return !METADATA_ADDRESSES.includes(address) && !address.startsWith('127.') && address !== '::1';
}

/** Returns the names of 127.0.0.1 in a pod without Services: those of each of its services that another one may use. */
export function loopbackNames(services: ReadonlyArray<ServiceConversion>): string[] {
  const [first] = services;
  if (first === undefined || services.length < 2 || !isStandalone(first.options)) return [];
  const reached = services.filter(({ service, project }) => project.derived?.get(service)?.kind !== 'pre-start');
  if (reached.length < 2) return [];
  const names = reached.flatMap(({ service, name, project }) => [
    service,
    name,
    ...aliasesOf(project, service).map((alias) => alias.name),
  ]);
  return [...new Set(names)].filter((each) => dnsSubdomain('', each) === undefined);
}
