import type { ComposeProject } from '../compose-project';
import type { ConversionOptions } from '../conversion-options';
import { ProjectNetworks, sharedServiceOf } from '../networks/project-networks';
import { ConnectedNames } from './connected';
import { dependentsOf, lifetimeOf } from './lifetime';
import { mentionsIn } from './mentions';
import { PodOccupants, type Conflict } from './pod-conflicts';
import { unscheduledJobs } from './jobs';
import type { LeftOut } from './left-out';
import { isStandalone } from './pod-form';
import { startOrder } from './start-order';

/** Role of a service's container in its pod. */
export type ContainerRole = 'container' | 'sidecar' | 'init';

/** Pod of one or several services. */
export interface PlannedPod {
  /** Service of the first container, which gives the app its name. */
  readonly leader: string;
  /** Containers with their roles, in the order in which they are added: the first is the leader's. */
  readonly containers: ReadonlyMap<string, ContainerRole>;
}

/** Services of a project by pod. */
export interface PodPlan {
  readonly pods: ReadonlyArray<PlannedPod>;
  readonly podOf: ReadonlyMap<string, PlannedPod>;
  readonly leftOut: ReadonlyMap<string, LeftOut>;
  /** Services that are in another pod than services that they share a network with, because the two conflict. */
  readonly separated: ReadonlyMap<string, Conflict>;
}

/** Decides which services share a pod. In a cluster, only those do that share more than a network, and init containers. */
export function planPods(project: ComposeProject, options: ConversionOptions): PodPlan {
  const leftOut = new Map<string, LeftOut>();
  const separated = new Map<string, Conflict>();
  for (const [service, { provider }] of project.services)
    if (provider !== undefined)
      leftOut.set(service, {
        key: 'provider',
        reason: 'an extension of the engine runs the service, and not a container',
      });
  for (const [service, why] of unscheduledJobs(project, options)) leftOut.set(service, why);
  const present = [...project.services.keys()].filter((service) => !leftOut.has(service));
  const joined = connectedServices(project, options, present);
  const pods = joined
    .flatMap((services) => withoutConflicts(project, services, leftOut, separated))
    .map((services) => withoutOrphans(project, services, leftOut))
    .filter((services) => services.length > 0)
    .map((services) => podOf(project, options, services, leftOut));
  const byService = pods.flatMap((pod) => [...pod.containers.keys()].map((service) => [service, pod] as const));
  return { pods, podOf: new Map(byService), leftOut, separated };
}

function connectedServices(
  project: ComposeProject,
  options: ConversionOptions,
  services: ReadonlyArray<string>,
): string[][] {
  const connected = new ConnectedNames(services);
  const among = new Set(services);
  for (const [hook, { kind, of }] of project.derived ?? [])
    if (kind === 'pre-start' && among.has(of)) connected.connect(of, hook);
  for (const service of services) {
    const { network_mode: network, pid, ipc } = project.services.get(service) ?? {};
    const mayShareProcesses = ['shared-processes', `shared-processes:${service}`].some((wish) =>
      options.accepted.has(wish),
    );
    for (const mode of [network, mayShareProcesses ? pid : undefined, ipc]) {
      const other = sharedServiceOf(project, mode);
      if (other !== undefined) connected.connect(other, service);
    }
  }
  if (isStandalone(options)) {
    for (const { members } of ProjectNetworks.of(project).all())
      for (const member of members) connected.connect(members[0] ?? member, member);
  } else {
    for (const service of services) {
      const only = podOfInit(project, service);
      if (only !== undefined) connected.connect(only, service);
    }
  }
  return connected.sets();
}

/**
 * Returns the only service that waits until a service has ended, if the second can be an init container in the pod of the
 * first: it serves nobody, and it uses only networks of the other.
 */
function podOfInit(project: ComposeProject, service: string): string | undefined {
  const dependents = dependentsOf(project, service);
  const [only] = dependents;
  if (only === undefined || dependents.length > 1) return undefined;
  if (only.dependency.condition !== 'service_completed_successfully') return undefined;
  const { ports = [], expose = [], network_mode: mode, deploy } = project.services.get(service) ?? {};
  if (ports.length > 0 || expose.length > 0 || mode !== undefined || (deploy?.replicas ?? 1) !== 1) return undefined;
  if (deploy?.mode !== undefined && deploy.mode !== 'replicated') return undefined;
  const networks = ProjectNetworks.of(project);
  const reached = new Set(networks.ofService(only.service));
  return networks.ofService(service).every((network) => reached.has(network)) ? only.service : undefined;
}

/** Splits services that conflict where nothing connects them, and leaves out a service that conflicts otherwise. */
function withoutConflicts(
  project: ComposeProject,
  services: ReadonlyArray<string>,
  leftOut: Map<string, LeftOut>,
  separated: Map<string, Conflict>,
): string[][] {
  const conflicts = conflictsIn(project, services);
  if (conflicts.size === 0) return [[...services]];
  const connected = new ConnectedNames(services);
  for (const [one, other] of mentionsIn(project, services)) connected.connect(one, other);
  const parts = connected.sets();
  if (parts.length === 1) {
    for (const [service, conflict] of conflicts) leftOut.set(service, conflict);
    return [services.filter((service) => !conflicts.has(service))];
  }
  for (const [service, conflict] of conflicts) separated.set(service, conflict);
  return parts.flatMap((part) => withoutConflicts(project, part, leftOut, separated));
}

/** Leaves out the hooks of services that are left out. */
function withoutOrphans(
  project: ComposeProject,
  services: ReadonlyArray<string>,
  leftOut: Map<string, LeftOut>,
): ReadonlyArray<string> {
  const orphans = services.filter((service) => {
    const derived = project.derived?.get(service);
    return derived?.kind === 'pre-start' && leftOut.has(derived.of);
  });
  for (const hook of orphans) leftOut.set(hook, { key: 'the service', reason: 'its service is left out' });
  return services.filter((service) => !orphans.includes(service));
}

function conflictsIn(project: ComposeProject, services: ReadonlyArray<string>): Map<string, Conflict> {
  if (services.length < 2) return new Map();
  const occupants = new PodOccupants(project);
  return new Map(
    services.flatMap((service) => {
      const conflict = occupants.join(service);
      return conflict === undefined ? [] : [[service, conflict] as const];
    }),
  );
}

function podOf(
  project: ComposeProject,
  { target }: ConversionOptions,
  services: ReadonlyArray<string>,
  leftOut: Map<string, LeftOut>,
): PlannedPod {
  const [only = ''] = services;
  if (services.length === 1) return { leader: only, containers: new Map([[only, 'container']]) };
  const ends = new Set(services.filter((service) => lifetimeOf(project, service).endsByItself));
  // a pod of services that all end has no container that remains: the last one of them is its container
  const lasting = services.filter((service) => !ends.has(service));
  const order = startOrder(project, services);
  const last = lasting.length === 0 ? order.at(-1) : undefined;
  const among = new Set(services);
  const early = target._supports('sidecarContainers') ? earlyServices(project, order, ends) : new Set<string>();
  const ordinary = lasting.filter((service) => !early.has(service));
  const leader = last ?? leaderOf(project, ordinary.length > 0 ? ordinary : lasting);
  const containers = new Map<string, ContainerRole>([[leader, 'container']]);
  for (const service of order) {
    if (service === leader) continue;
    if (!ends.has(service)) {
      if (early.has(service)) containers.set(service, 'sidecar');
      continue;
    }
    const blocked = dependenciesIn(project, service, among).find(
      (each) => !ends.has(each) && containers.get(each) !== 'sidecar',
    );
    if (blocked === undefined) containers.set(service, 'init');
    else
      leftOut.set(service, {
        key: 'depends_on',
        reason: `it ends before the containers of its pod start, but it depends on ${blocked}, which is one of them: run it by hand, or use a target from Kubernetes 1.29, where ${blocked} can start before it`,
      });
  }
  for (const service of order) if (!ends.has(service) && !containers.has(service)) containers.set(service, 'container');
  return { leader, containers };
}

/** Returns the services that start before others of their pod: another one waits until they are healthy, or ends and needs them. */
function earlyServices(
  project: ComposeProject,
  order: ReadonlyArray<string>,
  ends: ReadonlySet<string>,
): ReadonlySet<string> {
  const among = new Set(order);
  const early = new Set<string>();
  for (const service of [...order].reverse()) {
    if (ends.has(service)) continue;
    const isNeeded = dependentsOf(project, service).some(
      ({ service: dependent, dependency: { condition } }) =>
        among.has(dependent) && (condition === 'service_healthy' || ends.has(dependent) || early.has(dependent)),
    );
    if (isNeeded) early.add(service);
  }
  return early;
}

/** Returns the service that gives the pod its name: one that others share a namespace with, or else the first. */
function leaderOf(project: ComposeProject, services: ReadonlyArray<string>): string {
  const hosts = new Set(
    services.flatMap((service) => {
      const { network_mode: network } = project.services.get(service) ?? {};
      return sharedServiceOf(project, network) ?? [];
    }),
  );
  return services.find((service) => hosts.has(service)) ?? services[0] ?? '';
}

function dependenciesIn(project: ComposeProject, service: string, among: ReadonlySet<string>): string[] {
  return Object.keys(project.services.get(service)?.depends_on ?? {}).filter((each) => among.has(each));
}
