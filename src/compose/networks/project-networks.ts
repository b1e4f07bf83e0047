import { createHash } from 'node:crypto';
import { stringAt } from '../../kubernetes/manifest';
import type { ComposeProject } from '../compose-project';
import type { ServiceDefinition } from '../service-definition';

/** Network of a project. */
export interface ProjectNetwork {
  /** Key in the file. */
  readonly key: string;
  /** Label of the pods that are on the network. */
  readonly label: string;
  /** True if the engine does not connect the network to others. */
  readonly isInternal: boolean;
  /** True if the network can have members outside the project. */
  readonly isExternal: boolean;
  /** Services on the network, in the order of the file. */
  readonly members: ReadonlyArray<string>;
}

/** Prefix of the labels of networks. The engine's own name of the network follows. */
const LABEL_PREFIX = 'network.secure-edge.dev/';
/** Longest name of a label. */
const LONGEST = 63;
/** Network of a service that names none. */
const DEFAULT = 'default';

const SHARED = /^(?:service|container):(.+)$/;

const KNOWN = new WeakMap<ComposeProject, ProjectNetworks>();

/** Networks of a project, with the services that they connect. */
export class ProjectNetworks {
  public static of(project: ComposeProject): ProjectNetworks {
    const known = KNOWN.get(project) ?? new ProjectNetworks(project);
    KNOWN.set(project, known);
    return known;
  }

  private readonly networks = new Map<string, ProjectNetwork & { members: string[] }>();
  private readonly byService = new Map<string, ProjectNetwork[]>();

  private constructor(private readonly project: ComposeProject) {
    for (const service of project.services.keys()) {
      const networks = this.keysOf(service).map((key) => this.network(key));
      this.byService.set(service, networks);
      for (const network of networks) network.members.push(service);
    }
  }

  /** Networks that a service is on, also through the service whose network it shares. */
  public ofService(service: string): ReadonlyArray<ProjectNetwork> {
    return this.byService.get(service) ?? [];
  }

  /** All networks that services are on. */
  public all(): ReadonlyArray<ProjectNetwork> {
    return [...this.networks.values()];
  }

  /** True if another service can reach the service by its name. */
  public hasPeers(service: string): boolean {
    return this.ofService(service).some(({ members, isExternal }) => isExternal || members.length > 1);
  }

  /** True if the service can connect to addresses outside its networks. */
  public reachesOutside(service: string): boolean {
    return this.ofService(service).some(({ isInternal }) => !isInternal);
  }

  public shareNetwork(one: string, other: string): boolean {
    const of = new Set(this.ofService(one));
    return this.ofService(other).some((network) => of.has(network));
  }

  private keysOf(service: string): string[] {
    const visited = new Set<string>();
    let name: string | undefined = service;
    while (name !== undefined && !visited.has(name)) {
      visited.add(name);
      const definition: ServiceDefinition | undefined = this.project.services.get(name);
      if (definition === undefined) return [];
      const mode = definition.network_mode;
      if (mode === undefined) {
        const keys = Object.keys(definition.networks ?? {});
        return keys.length === 0 ? [DEFAULT] : keys;
      }
      if (mode === 'none' || mode === 'host') return [];
      if (!SHARED.test(mode)) return [mode];
      name = sharedServiceOf(this.project, mode);
    }
    return [];
  }

  private network(key: string): ProjectNetwork & { members: string[] } {
    const known = this.networks.get(key);
    if (known) return known;
    const definition = this.project.networks.get(key);
    // a mode that is not a network of the project names one of the engine
    const isExternal = definition === undefined ? key !== DEFAULT : Boolean(definition['external']);
    const ownName = definition && stringAt(definition, 'name');
    const name = ownName ?? (isExternal ? key : `${this.project.name}_${key}`);
    const network = {
      key,
      label: labelOf(name),
      isInternal: definition?.['internal'] === true,
      isExternal: isExternal && key !== 'bridge',
      members: [],
    };
    this.networks.set(key, network);
    return network;
  }
}

/** Returns the service of the project whose network or namespace a value such as `service:db` shares. */
export function sharedServiceOf(project: ComposeProject, mode: string | undefined): string | undefined {
  const name = mode === undefined ? undefined : SHARED.exec(mode)?.[1];
  if (name === undefined || mode === undefined) return undefined;
  if (mode.startsWith('service:')) return project.services.has(name) ? name : undefined;
  return containersOf(project).get(name);
}

const CONTAINERS = new WeakMap<ComposeProject, ReadonlyMap<string, string>>();

/** Services by the name of their container. */
function containersOf(project: ComposeProject): ReadonlyMap<string, string> {
  const known =
    CONTAINERS.get(project) ??
    new Map(
      [...project.services].flatMap(([service, { container_name: name }]) =>
        name === undefined ? [] : [[name, service] as const],
      ),
    );
  CONTAINERS.set(project, known);
  return known;
}

function labelOf(name: string): string {
  if (name.length <= LONGEST && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name)) return LABEL_PREFIX + name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const kept = name.replace(/[^-A-Za-z0-9_.]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return `${LABEL_PREFIX}${kept.slice(0, LONGEST - hash.length - 1)}-${hash}`;
}
