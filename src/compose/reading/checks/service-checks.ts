import { quote } from '../../../diagnostics/input-error';
import { didYouMean } from '../../../diagnostics/nearest-word';
import { isImageReference } from '../../../kubernetes/image-reference';
import type { JsonObject } from '../../../kubernetes/manifest';
import type { ServiceDefinition } from '../../service-definition';

/** Elements of a project to which services refer. */
export interface Elements {
  readonly services: ReadonlyMap<string, ServiceDefinition>;
  readonly inactive: ReadonlyMap<string, ReadonlyArray<string>>;
  readonly networks: ReadonlyMap<string, JsonObject>;
  readonly volumes: ReadonlyMap<string, JsonObject>;
  readonly secrets: ReadonlyMap<string, JsonObject>;
  readonly configs: ReadonlyMap<string, JsonObject>;
  readonly models: ReadonlyMap<string, JsonObject>;
}

/** Receives a problem of the value at a path of a service. */
type Report = (path: ReadonlyArray<string>, message: string) => void;

/** Checks that a service is complete, and does not contradict itself. Source: `loader/validate.go` of compose-go 2.16. */
export function checkService(service: ServiceDefinition, elements: Elements, report: Report): void {
  if (!service.image && !service.build && !service.provider)
    report([], 'has no image and no build; must have one of them');
  if (service.image && !isImageReference(service.image))
    report(['image'], `is ${quote(service.image)}; must be [REGISTRY/]NAME[:TAG][@DIGEST], with a name in lower case`);
  if (service.build?.['dockerfile'] !== undefined && service.build['dockerfile_inline'] !== undefined)
    report(['build'], 'has dockerfile and dockerfile_inline; must have only one');
  if (service.network_mode && Object.keys(service.networks ?? {}).length > 0)
    report(['network_mode'], 'and networks are both set: delete one');
  const [first] = service.healthcheck?.test ?? [];
  if (first !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(first))
    report(['healthcheck', 'test'], `begins with ${quote(first)}; must begin with CMD, CMD-SHELL or NONE`);
  checkReferences(service, elements, report);
  checkAmounts(service, report);
  checkMounts(service, report);
}

function checkReferences(service: ServiceDefinition, elements: Elements, report: Report): void {
  const { networks, volumes, secrets, configs, models } = elements;
  const refer = (path: string[], kind: string, name: string, known: ReadonlyMap<string, unknown>): void => {
    if (!known.has(name))
      report(path, `refers to the ${kind} ${quote(name)}, which is not defined${didYouMean(name, known.keys())}`);
  };
  for (const name of Object.keys(service.networks ?? {}))
    if (name !== 'default') refer(['networks', name], 'network', name, networks);
  for (const name of Object.keys(service.models ?? {})) refer(['models', name], 'model', name, models);
  for (const [index, { type, source }] of (service.volumes ?? []).entries())
    if (type === 'volume' && source) refer(['volumes', String(index)], 'volume', source, volumes);
  for (const [index, { source }] of (service.secrets ?? []).entries())
    refer(['secrets', String(index)], 'secret', source, secrets);
  for (const [index, { source }] of (service.configs ?? []).entries())
    refer(['configs', String(index)], 'config', source, configs);
  checkServices(service, elements, report);
}

function checkServices(service: ServiceDefinition, { services, inactive }: Elements, report: Report): void {
  const names = [...services.keys(), ...inactive.keys()];
  for (const { path, name, required } of dependenciesOf(service)) {
    const profiles = inactive.get(name);
    if (services.has(name) || (!required && profiles)) continue;
    report(
      path,
      profiles
        ? `needs the service ${quote(name)}, which is inactive: activate one of its profiles ${profiles.map(quote).join(', ')}`
        : `refers to the service ${quote(name)}, which is not defined${didYouMean(name, names)}`,
    );
  }
}

/** Dependency of a service on another one. */
export interface ServiceDependency {
  /** Path of the value that says so, in the service. */
  readonly path: ReadonlyArray<string>;
  readonly name: string;
  readonly required: boolean;
}

/** Returns the services that a service needs: by `depends_on`, links, shared namespaces and shared volumes. */
export function dependenciesOf(service: ServiceDefinition): ServiceDependency[] {
  const needed = (path: string[], name: string): ServiceDependency => ({ path, name, required: true });
  const shared = (['network_mode', 'ipc', 'pid', 'uts', 'cgroup'] as const).flatMap((key) => {
    const name = /^service:(.*)$/.exec(service[key] ?? '')?.[1];
    return name === undefined ? [] : [needed([key], name)];
  });
  return [
    ...Object.entries(service.depends_on ?? {}).map(([name, { required }]) => ({
      path: ['depends_on', name],
      name,
      required,
    })),
    ...(service.links ?? []).map(({ service: name }, index) => needed(['links', String(index)], name)),
    ...shared,
    ...(service.volumes_from ?? []).flatMap((from, index) =>
      from.startsWith('container:') ? [] : [needed(['volumes_from', String(index)], from.split(':')[0] ?? '')],
    ),
  ];
}

function checkAmounts(service: ServiceDefinition, report: Report): void {
  const { deploy } = service;
  const { limits, reservations } = deploy?.resources ?? {};
  const pairs = [
    ['scale', service.scale, 'deploy.replicas', deploy?.replicas, deploy?.replicas !== undefined],
    ['cpus', service.cpus, 'deploy.resources.limits.cpus', limits?.cpus ?? 0, limits !== undefined],
    ['mem_limit', service.mem_limit, 'deploy.resources.limits.memory', limits?.memory ?? 0, limits !== undefined],
    [
      'mem_reservation',
      service.mem_reservation,
      'deploy.resources.reservations.memory',
      reservations?.memory ?? 0,
      reservations !== undefined,
    ],
    ['pids_limit', service.pids_limit, 'deploy.resources.limits.pids', limits?.pids ?? 0, limits !== undefined],
  ] as const;
  for (const [key, value, other, otherValue, isGiven] of pairs)
    if (value !== undefined && (value !== 0 || key === 'scale') && isGiven && value !== otherValue)
      report(
        [key],
        `is ${value}, and ${other} is ${otherValue === 0 ? 'unset' : otherValue}: give both the same value, or delete one`,
      );
  const copies = service.scale ?? deploy?.replicas ?? 1;
  const key = service.scale === undefined ? ['deploy', 'replicas'] : ['scale'];
  if (copies < 0) report(key, `is ${copies}; must be at least 0`);
  if (copies > 1 && service.container_name)
    report(
      ['container_name'],
      `is set, and the service has ${copies} containers: a name is of one container, delete it`,
    );
}

function checkMounts(service: ServiceDefinition, report: Report): void {
  const targets = new Set<string>();
  const all = [
    ...(service.tmpfs ?? []).map((text, index) => ({
      path: ['tmpfs', String(index)],
      target: text.split(':')[0] ?? '',
    })),
    ...(service.volumes ?? []).map(({ target }, index) => ({ path: ['volumes', String(index)], target })),
  ];
  for (const { path, target } of all) {
    if (targets.has(target)) report(path, `mounts at ${quote(target)}, as another mount does: change one`);
    targets.add(target);
  }
}
