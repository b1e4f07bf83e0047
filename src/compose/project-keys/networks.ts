import { quote } from '../../diagnostics/input-error';
import { call, literal } from '../code/expressions';
import { keyPath } from '../key-path';
import { loopbackNames } from '../keys/names';
import { ProjectNetworks, type ProjectNetwork } from '../networks/project-networks';
import { isStandalone } from '../pods/pod-form';
import type { PlannedPod } from '../pods/pod-plan';
import type { ProjectConversion } from '../service-conversion';
import type { ProjectGroup } from './project-group';

const POLICY = 'NetworkPolicy spec';
const LOOPBACK = '127.0.0.1';
const LOOPBACK_REASON = 'services of the pod find each other by the names of the Compose file';

/** Keys of a network that nothing represents, with the reason. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  driver: 'the network of pods is that of the cluster',
  driver_opts: 'the network of pods is that of the cluster',
  ipam: 'the cluster gives each pod its address',
  enable_ipv4: 'the cluster decides about the versions of IP',
  enable_ipv6: 'the cluster decides about the versions of IP',
  attachable: 'a pod is on the network if it has its label',
  labels: 'a network has no object of its own',
};

export const networkGroup: ProjectGroup = {
  title: 'Networks of the project',
  convert: (plan) => {
    const networks = ProjectNetworks.of(plan.project);
    const open = podsThatReachOutside(plan);
    const { installation } = plan.options;
    if (installation === undefined) for (const network of networks.all()) reportNetwork(plan, network, open);
    for (const [key, definition] of plan.project.networks) {
      const path = keyPath('networks', key);
      if (!networks.all().some((network) => network.key === key))
        plan.report.byDesign(path, 'no service of the project is on the network');
      for (const [part, reason] of Object.entries(UNSUPPORTED))
        if (definition?.[part] !== undefined) plan.report.unsupported(keyPath('networks', key, part), reason);
    }
    if (installation !== undefined && networks.all().length > 0)
      plan.report.unsupported(
        'networks',
        'a kubelet without a cluster enforces no network policies: the pods can connect to every address, and every address that reaches the gateway can connect to them',
      );
    nameServices(plan);
    reportSeparated(plan);
  },
};

function podsThatReachOutside({ pods, project }: ProjectConversion): ReadonlySet<PlannedPod> {
  const networks = ProjectNetworks.of(project);
  return new Set(
    pods.pods.filter(({ containers }) => [...containers.keys()].some((service) => networks.reachesOutside(service))),
  );
}

function reportNetwork(
  { pods, project, report }: ProjectConversion,
  { key, isInternal, members }: ProjectNetwork,
  open: ReadonlySet<PlannedPod>,
): void {
  const path = keyPath('networks', key);
  const networks = ProjectNetworks.of(project);
  const podOf = (service: string): PlannedPod | undefined => pods.podOf.get(service);
  const opened = members.find((member) => !networks.reachesOutside(member) && open.has(podOf(member)!));
  if (isInternal && opened !== undefined)
    report.approximated(
      path,
      POLICY,
      `${quote(opened)} shares the pod of ${quote(podOf(opened)?.leader)}, which reaches addresses outside the network`,
    );
  else if (isInternal) report.converted(path, POLICY);
  else
    report.approximated(
      path,
      POLICY,
      'its pods reach every public address, but private addresses only with --accept private-egress: those of the cluster, of its nodes and of the local network',
    );
}

/** Gives the pods without a Service the names of their services, and reports names that DNS does not allow. */
function nameServices({ pods, services, options, report }: ProjectConversion): void {
  for (const { containers } of pods.pods) {
    const members = [...containers.keys()].flatMap((service) => services.get(service) ?? []);
    const names = loopbackNames(members);
    const [leader] = members;
    if (names.length === 0 || leader === undefined) continue;
    leader.container.add(
      'weaknesses',
      call('Weakness.hostAlias', literal(LOOPBACK), literal(names), literal(LOOPBACK_REASON)),
    );
    if (members.every(({ definition }) => (definition.ports ?? definition.expose ?? []).length > 0)) continue;
    const unknown = members.filter(
      ({ definition }) => (definition.ports ?? []).length + (definition.expose ?? []).length === 0,
    );
    report.approximated(
      keyPath('services', leader.service),
      'Pod spec.containers',
      `the containers of the pod share its ports, and those of ${unknown.map(({ service }) => service).join(', ')} are not in the file: two that listen on one port do not start`,
    );
  }
  for (const { service, name, form } of services.values())
    if (!form.isLeftOut && name !== service && ProjectNetworks.of(services.get(service)!.project).hasPeers(service))
      report.approximated(
        keyPath('services', service),
        isStandalone(options) ? 'Pod spec.hostAliases' : 'Service metadata.name',
        `DNS does not allow the name ${quote(service)}: other services reach it as ${quote(name)}`,
      );
}

function reportSeparated({ pods, report }: ProjectConversion): void {
  for (const [service, { with: other, reason }] of pods.separated)
    report.approximated(
      keyPath('services', service),
      'Pod',
      `${service} and ${other} are in different pods and do not find each other, although they share a network: ${reason}`,
    );
}
