import { quote } from '../../diagnostics/input-error';
import { didYouMean } from '../../diagnostics/nearest-word';
import { keyPath } from '../key-path';
import { checkProject } from '../reading/checks/project-checks';
import type { ServiceDefinition } from '../service-definition';
import { serviceOf } from './container-service';
import { mountsOf, noteUnmounted, volumesOf } from './mounts';
import type { SkeletonContainer } from './skeleton-container';
import { metadataOf } from './skeleton-metadata';
import type { SkeletonOrigins } from './skeleton-origins';
import type { SkeletonValues } from './skeleton-values';

const CONTAINERS = ['spec', 'containers'];
const RESTARTS = { Always: 'always', OnFailure: 'on-failure', Never: 'no' } as const;

/** Namespaces of the node that a pod can have, by the keys of a service. */
const OF_NODE = { network_mode: 'hostNetwork', pid: 'hostPID', ipc: 'hostIPC' } as const;

type Services = Map<string, ServiceDefinition>;

/** Returns a service for each container of a pod. Those after the first share its network, so that they are in one pod. */
export function servicesOf(values: SkeletonValues, origins: SkeletonOrigins): Services {
  const volumes = volumesOf(values);
  const containers = containersOf(values, origins);
  const [first] = containers;
  const words = Object.keys(RESTARTS) as (keyof typeof RESTARTS)[];
  const restart = RESTARTS[values.word(['spec', 'restartPolicy'], words) ?? 'Always'];
  const services: Services = new Map();
  for (const container of containers) {
    const { name } = container;
    origins.set(name, 'restart', { steps: ['spec', 'restartPolicy'], isOfPod: true });
    services.set(name, {
      ...serviceOf(container),
      ...mountsOf(container, volumes),
      restart,
      ...namespacesOf(container, container === first ? undefined : first?.name),
      ...(container === first && { ...metadataOf(values, name, origins), ...networksOfPod(containers) }),
    });
  }
  checkDependencies(values, origins, services);
  noteUnmounted(values, volumes, containers);
  return services;
}

/** Returns the networks that a service of a pod is on. */
export function networksOf(services: Services): string[] {
  return [...services.values()].flatMap(({ networks = {} }) => Object.keys(networks));
}

function containersOf(values: SkeletonValues, origins: SkeletonOrigins): SkeletonContainer[] {
  const names = new Set<string>();
  const containers = values.items(CONTAINERS).flatMap(({ steps }) => {
    const own = [...steps, 'name'];
    const name = values.text(own);
    if (name === undefined) values.report(own, 'is missing or empty; must be a name');
    else if (names.has(name)) values.report(own, `is ${quote(name)}, as that of another container: change one`);
    else {
      names.add(name);
      origins.setContainer(name, steps);
      values.note(name, own, 'converted', '');
      return [{ name, steps, values, origins }];
    }
    return [];
  });
  if (containers.length === 0)
    values.report(CONTAINERS, 'has no container with a name and an image; must have at least one');
  return containers;
}

function namespacesOf(
  container: SkeletonContainer,
  first: string | undefined,
): Pick<ServiceDefinition, 'network_mode' | 'pid' | 'ipc'> {
  const { values, origins, name } = container;
  const shared = Object.entries(OF_NODE).flatMap(([key, field]) => {
    const isOfNode = values.flag(['spec', field]);
    // the first container has the network, which the others share
    if (isOfNode === undefined || (key === 'network_mode' && first !== undefined)) return [];
    origins.set(name, key, { steps: ['spec', field] });
    return isOfNode ? [[key, 'host']] : [];
  });
  return {
    ...(first !== undefined && { network_mode: `service:${first}` }),
    ...(Object.fromEntries(shared) as Pick<ServiceDefinition, 'network_mode' | 'pid' | 'ipc'>),
  };
}

/** Returns the networks of all containers of a pod, for the service of the first one. */
function networksOfPod(containers: ReadonlyArray<SkeletonContainer>): Pick<ServiceDefinition, 'networks'> {
  const networks = new Set<string>();
  const [first] = containers;
  for (const { values, steps, name: service, origins } of containers) {
    const own = [...steps, 'networks'];
    const isOfNode = values.flag(['spec', 'hostNetwork']) === true;
    values.texts(own).forEach((name, i) => {
      if (name === '') return;
      if (isOfNode) values.note(service, [...own, i], 'unsupported', 'the pod has the network of the node');
      else if (networks.has(name))
        values.note(service, [...own, i], 'by-design', 'the containers of a pod share its networks');
      else {
        networks.add(name);
        const key = keyPath('networks', name);
        origins.set(first?.name ?? service, key, { steps: [...own, i], reason: NETWORK });
        origins.set(null, key, { steps: [...own, i], reason: NETWORK });
      }
    });
  }
  if (networks.size === 0) return {};
  return { networks: Object.fromEntries([...networks].map((name) => [name, {}])) };
}

const NETWORK =
  'the pod reaches the pods of its namespace that have the label of the network, and is reached by them: give that label to the other pods';

function checkDependencies(values: SkeletonValues, origins: SkeletonOrigins, services: Services): void {
  const dependencies: Services = new Map();
  for (const [name, { depends_on: needed = {} }] of services) {
    dependencies.set(name, { depends_on: needed });
    for (const other of Object.keys(needed))
      if (!services.has(other))
        values.report(
          origins.of(name, keyPath('depends_on', other))?.steps ?? CONTAINERS,
          `refers to the container ${quote(other)}, which the pod does not have${didYouMean(other, services.keys())}`,
        );
  }
  checkProject(dependencies, ([, name = '', ...path], problem) => {
    values.report(origins.of(name, keyPath(...path))?.steps ?? CONTAINERS, problem);
  });
}
