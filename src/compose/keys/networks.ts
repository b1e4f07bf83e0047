import { quote } from '../../diagnostics/input-error';
import type { Expression } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import { sharedServiceOf, ProjectNetworks, type ProjectNetwork } from '../networks/project-networks';
import { isStandalone } from '../pods/pod-form';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const POLICY = 'NetworkPolicy spec';
const MEMBER = 'member';

/** Keys of an attachment that nothing represents, with the reason. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  ipv4_address: 'the cluster gives each pod its address: use the name of the service',
  ipv6_address: 'the cluster gives each pod its address: use the name of the service',
  link_local_ips: 'the cluster gives each pod its address',
  mac_address: 'the cluster gives each pod its MAC address',
  priority: 'a pod has one network',
  gw_priority: 'a pod has one network',
  interface_name: 'the interface of a pod is named by the cluster',
  driver_opts: 'the network of pods is that of the cluster',
};

export const networkKeys: KeyGroup = {
  title: 'Networks',
  rows: {
    networks: {
      becomes: 'Label `network.secure-edge.dev/NAME` of the pod, and flows with the pods that have it',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes:
        'Pods are isolated in both directions. The pods of one network reach each other on every port. A network that is not internal also reaches the public addresses of the internet; private addresses need `--accept private-egress`. Fixed addresses are not supported.',
    },
    network_mode: {
      becomes: '`hostNetwork`, the pod of another service, or a network policy without flows',
      outcomes: ['converted', 'approximated', 'refused'],
      notes: '`host` needs `--accept host-network`. `service:NAME` puts both containers into one pod.',
    },
    mac_address: {
      becomes: 'Nothing: the cluster gives each pod its MAC address',
      outcomes: ['unsupported'],
      notes: '',
    },
  },
  convert: (service) => {
    convertMode(service);
    convertNetworks(service);
    if (service.definition.mac_address !== undefined)
      service.report.unsupported('mac_address', 'the cluster gives each pod its MAC address');
  },
};

function convertNetworks(service: ServiceConversion): void {
  const { definition, project, report } = service;
  const networks = ProjectNetworks.of(project);
  const joined = networks.ofService(service.service);
  const sharesPod = sharedServiceOf(project, definition.network_mode) !== undefined;
  // the service whose network is shared brings the flows
  if (joined.length > 0 && !sharesPod) {
    for (const network of joined) allowMembers(service, network);
    allowOutside(service, networks.reachesOutside(service.service));
  }
  if (definition.network_mode !== undefined) return;
  for (const [key, attachment] of Object.entries(definition.networks ?? {})) {
    const network = joined.find((each) => each.key === key);
    if (network !== undefined) reportNetwork(service, network);
    for (const part of Object.keys(attachment ?? {}))
      if (UNSUPPORTED[part] !== undefined) report.unsupported(keyPath('networks', key, part), UNSUPPORTED[part]);
  }
}

function reportNetwork({ options, report }: ServiceConversion, { key, isExternal, members }: ProjectNetwork): void {
  const path = keyPath('networks', key);
  if (isExternal)
    report.approximated(
      path,
      POLICY,
      'pods outside the project are on the network only if they have its label, in the same namespace',
    );
  else if (isStandalone(options) && members.length > 1)
    report.approximated(
      path,
      'Pod spec.containers',
      'the services of the network are containers of one pod: they share its address, so each port belongs to one of them',
    );
  else report.converted(path, POLICY);
}

function allowMembers({ app, options }: ServiceConversion, { label, members, isExternal }: ProjectNetwork): void {
  // containers of one pod reach each other without a flow
  if (!isExternal && (members.length < 2 || isStandalone(options))) return;
  app.put('labels', label, literal(MEMBER));
  const flow = call('Flow.with', call('Peer.pods', object({ [label]: literal(MEMBER) })));
  app.add('ingress', flow);
  app.add('egress', flow);
}

function allowOutside({ app, options, report }: ServiceConversion, reachesOutside: boolean): void {
  if (!isStandalone(options)) app.add('egress', call('Flow.dns'));
  else if (reachesOutside) app.add('egress', call('Flow.with', anyAddress('0.0.0.0/0'), ...DNS_PORTS));
  if (!reachesOutside) return;
  if (report.acceptance('private-egress') === undefined)
    app.add('egress', call('Flow.with', call('Peer.publicAddresses')));
  else for (const range of ['0.0.0.0/0', '::/0']) app.add('egress', call('Flow.with', anyAddress(range)));
}

const DNS_PORTS: ReadonlyArray<Expression> = [call('Port.udp', literal(53)), call('Port.tcp', literal(53))];

function anyAddress(range: string): Expression {
  return call('Peer.cidr', literal(range));
}

function convertMode(service: ServiceConversion): void {
  const { definition, project, container, report, plan } = service;
  const { network_mode: mode } = definition;
  if (mode === undefined) return;
  if (mode === 'host') {
    const reason = report.weaker(
      'network_mode',
      'host-network',
      'spec.template.spec.hostNetwork',
      'the container would share the addresses and the loopback services of the gateway, and network policies would not apply to it. Without this, it has a network without flows',
    );
    if (reason !== undefined) container.add('weaknesses', call('Weakness.hostNetwork', literal(reason)));
  } else if (mode === 'none')
    report.approximated('network_mode', POLICY, 'the pod has an address, but its network policy allows no traffic');
  else if (/^(service|container):/.test(mode)) {
    const other = sharedServiceOf(project, mode);
    const pod = other === undefined ? undefined : plan.pods.podOf.get(other);
    if (pod?.containers.has(service.service)) report.converted('network_mode', 'spec.template.spec.containers');
    else
      report.refused(
        'network_mode',
        `the container whose network is shared is not in the project, got ${quote(mode)}: add its service, and use service:NAME`,
      );
  } else
    report.approximated(
      'network_mode',
      POLICY,
      mode === 'bridge' || mode === 'default'
        ? 'services with this mode are on one network, and reach each other by name'
        : 'it is a network of the engine, whose pods outside the project need its label in the same namespace',
    );
}
