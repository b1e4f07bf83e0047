import { quote } from '../../diagnostics/input-error';
import { rangeContains } from '../../host/address-range';
import { portName, portNumber } from '../../kubernetes/syntax';
import type { Expression } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import { exposedPorts, listenedPorts, type ListenedPort } from '../networks/listened-ports';
import { aliasesOf } from '../networks/service-aliases';
import { isStandalone } from '../pods/pod-form';
import { lifetimeOf } from '../pods/lifetime';
import type { PublishedPort } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const PORTS = 'spec.template.spec.containers[].ports';
const LOW_PORTS = 'net.ipv4.ip_unprivileged_port_start';
/** First minor version whose kubelet accepts the parameter by default. */
const LOW_PORTS_SINCE = 22;
const FIRST_UNPRIVILEGED = 1024;
/** First minor version whose load balancers have ports of two protocols. */
const MIXED_SINCE = 24;
const SCTP = 'the library writes TCP and UDP ports only';

export const portKeys: KeyGroup = {
  title: 'Ports',
  rows: {
    ports: {
      becomes: 'Port of the container, and a Service in the cluster',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported'],
      notes:
        'The port of the gateway is not opened. `--accept publish` gives the Service a load balancer with a private address. `--accept host-port` opens a port with `mode: host`, or any port where there is no Service.',
    },
    expose: {
      becomes: 'Port of the container, and of the Service',
      outcomes: ['converted', 'unsupported'],
      notes: 'Services on the same network reach every port, also those that are not exposed.',
    },
  },
  convert: (service) => {
    const { definition, container, report } = service;
    const ports = listenedPorts(definition).filter(({ protocol }) => protocol !== 'sctp');
    const names = new Set<string>();
    for (const { name, ...port } of ports) {
      const isFree = name !== undefined && !names.has(name);
      if (isFree) names.add(name);
      container.add('ports', portExpression({ ...port, ...(isFree && { name }) }));
    }
    for (const [i, entry] of (definition.expose ?? []).entries()) {
      const known = exposedPorts(entry);
      const key = keyPath('expose', i);
      if (known === undefined) report.unsupported(key, `the value must be at most 100 ports, got ${quote(entry)}`);
      else if (known.some(({ protocol }) => protocol === 'sctp')) report.unsupported(key, SCTP);
      else report.converted(key, PORTS);
    }
    for (const [i, port] of (definition.ports ?? []).entries()) convertPublished(service, port, keyPath('ports', i));
    allowLowPorts(service, ports);
    acceptNodePorts(service, ports);
    setExposure(service, ports);
  },
};

/** Lets a user other than root listen on a port below 1024, as the engine does by default. */
function allowLowPorts({ app, definition, options }: ServiceConversion, ports: ReadonlyArray<ListenedPort>): void {
  const isLow = ports.some(({ number }) => number < FIRST_UNPRIVILEGED);
  const isOwn = definition.sysctls?.[LOW_PORTS] !== undefined;
  if (isLow && !isOwn && definition.network_mode !== 'host' && options.target.minor >= LOW_PORTS_SINCE)
    app.put('sysctls', LOW_PORTS, literal('0'));
}

/** Accepts the ports of a pod in the node's network: without a workload around it, the API server makes them ports of the node. */
function acceptNodePorts(
  { app, container, definition, options, report }: ServiceConversion,
  ports: ReadonlyArray<ListenedPort>,
): void {
  if (definition.network_mode !== 'host' || !isStandalone(options)) return;
  const reason = report.acceptance('host-network');
  if (reason === undefined) return;
  for (const { number, protocol } of ports) openNodePort({ app, container }, { number, protocol }, number, reason);
}

/** Opens a port of the node to everyone who can reach the node. */
function openNodePort(
  { app, container }: Pick<ServiceConversion, 'app' | 'container'>,
  port: ListenedPort,
  number: number,
  reason: string,
): void {
  const listened = portExpression(port);
  for (const range of ['0.0.0.0/0', '::/0'])
    app.add('ingress', call('Flow.with', call('Peer.cidr', literal(range)), listened));
  container.add('weaknesses', call('Weakness.hostPort', listened, literal(number), literal(reason)));
}

function portExpression({ number, protocol, name }: ListenedPort): Expression {
  const isValid = name !== undefined && portName('', name) === undefined;
  return call(`Port.${protocol}`, literal(number), ...(isValid ? [literal(name)] : []));
}

function convertPublished(service: ServiceConversion, port: PublishedPort, key: string): void {
  const { app, form, report, name, options } = service;
  const published = port.published === undefined ? 'a port of the gateway' : `port ${port.published} of the gateway`;
  if (port.protocol !== 'sctp' && !isLoopback(port.host_ip) && !isStandalone(options) && form.podOf === undefined)
    app.add('ingress', call('Flow.with', call('Peer.sameNamespace'), portExpression(unnamed(port))));
  if (port.app_protocol !== undefined)
    report.unsupported(`${key}.app_protocol`, 'the library writes no application protocols into a Service');
  if (port.protocol === 'sctp') report.unsupported(key, SCTP);
  else if (isLoopback(port.host_ip))
    report.approximated(
      key,
      PORTS,
      `only programs of the gateway reached ${published}, which is not opened now: use kubectl port-forward`,
    );
  else if (port.mode === 'host' || isStandalone(options)) openHostPort(service, port, key, published);
  else if (isOpened(service))
    report.approximated(
      key,
      'Service spec.type',
      `clients reach port ${port.target} of a load balancer with a private address, and not ${published}`,
    );
  else
    report.approximated(
      key,
      'Service spec.ports',
      `${published} is not opened: pods of the namespace reach port ${port.target} of ${quote(name)}. For clients outside the cluster, use --accept publish:${service.service} for a load balancer with a private address, or an Ingress`,
    );
}

function unnamed({ target: number, protocol }: PublishedPort): ListenedPort {
  return { number, protocol };
}

function openHostPort(service: ServiceConversion, port: PublishedPort, key: string, published: string): void {
  const { app, container, report, definition } = service;
  if (definition.network_mode === 'host') {
    report.byDesign(key, 'the container has the network of the gateway, and opens its ports there');
    return;
  }
  const number = Number((port.published ?? String(port.target)).split('-')[0]);
  if (portNumber('port', number) !== undefined) {
    report.unsupported(key, 'the engine chooses the port of the gateway: give it a number');
    return;
  }
  const reason = report.weaker(
    key,
    'host-port',
    `${PORTS}[].hostPort`,
    `everyone who can reach the gateway could connect to ${published}, past network policies`,
  );
  if (reason === undefined) return;
  openNodePort({ app, container }, unnamed(port), number, reason);
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (rangeContains('127.0.0.0/8', address) || address === '::1');
}

/** True if a load balancer opens the ports: it is accepted, and the target gives one to ports of two protocols. */
function isOpened({ definition, options, report }: ServiceConversion): boolean {
  const protocols = new Set(listenedPorts(definition).map(({ protocol }) => protocol));
  const isMixed = protocols.has('tcp') && protocols.has('udp');
  return report.acceptance('publish') !== undefined && (!isMixed || options.target.minor >= MIXED_SINCE);
}

/** Gives a service that others find by its name a Service, with its further names. */
function setExposure(service: ServiceConversion, ports: ReadonlyArray<ListenedPort>): void {
  const { app, definition, form, options, project } = service;
  const isPublished = (definition.ports ?? []).length > 0;
  // a service that nobody may reach needs no name
  const isFound = app.has('ingress');
  const isJob = lifetimeOf(project, service.service).endsByItself && ports.length === 0;
  if (isStandalone(options) || form.podOf !== undefined || !isFound || isJob) return;
  if (definition.network_mode === 'host') return;
  const names = aliasesOf(project, service.service)
    .filter(({ problem, name }) => problem === undefined && name !== service.name)
    .map(({ name }) => name);
  const aliases = names.length === 0 ? undefined : literal([...new Set(names)]);
  const args = aliases === undefined ? [] : [object({ aliases })];
  const isOpen = isPublished && ports.length > 0 && isOpened(service);
  const factory = isOpen
    ? 'internalLoadBalancer'
    : ports.length > 0 && definition.deploy?.endpoint_mode !== 'dnsrr'
      ? 'inCluster'
      : 'headless';
  app.set('exposure', call(`Exposure.${factory}`, ...args));
}
