import type { JsonObject } from '../../kubernetes/manifest';
import { toDnsLabel } from '../../kubernetes/syntax';
import type { ComposeProject } from '../compose-project';
import type { DerivedService } from '../derived-service';
import { keyPath } from '../key-path';
import type { Dependency, ServiceDefinition } from '../service-definition';

const AFTER_END: Dependency = { condition: 'service_completed_successfully', restart: false, required: true };

/** Returns a project with a service for each hook of `pre_start`, for which its service waits, and for each job. */
export function withDerivedServices(project: ComposeProject): ComposeProject {
  const hasHooks = [...project.services.values()].some(({ pre_start: hooks = [] }) => hooks.length > 0);
  if (!hasHooks && (project.jobs?.size ?? 0) === 0) return project;
  const names = new Names(project.services.keys());
  const derived = new Map<string, DerivedService>();
  const services = new Map<string, ServiceDefinition>();
  for (const [service, definition] of project.services) {
    const { pre_start: hooks = [], ...rest } = definition;
    let previous: string | undefined;
    hooks.forEach((hook, i) => {
      const name = names.unused(hooks.length === 1 ? `${service}-pre-start` : `${service}-pre-start-${i + 1}`);
      services.set(name, hookService(hook, previous));
      derived.set(name, { kind: 'pre-start', of: service, steps: ['pre_start', i], reported: { ...hook } });
      previous = name;
    });
    const dependencies = previous === undefined ? {} : { [previous]: AFTER_END };
    services.set(
      service,
      previous === undefined ? rest : { ...rest, depends_on: { ...rest.depends_on, ...dependencies } },
    );
  }
  for (const [job, { definition, triggers }] of project.jobs ?? []) {
    const name = names.unused(job, `${job}-job`);
    services.set(name, definition);
    derived.set(name, { kind: 'job', of: job, steps: ['jobs', job], reported: { ...definition, triggers } });
  }
  return { ...project, services, derived };
}

/** Returns the service of a hook. It serves nobody, so it has no further names on its networks. */
function hookService({ per_replica: _, ...hook }: JsonObject, previous?: string): ServiceDefinition {
  const { networks, ...rest }: ServiceDefinition = hook;
  const withoutAliases = Object.keys(networks ?? {}).map((network) => [network, {}] as const);
  return {
    ...rest,
    ...(networks !== undefined && { networks: Object.fromEntries(withoutAliases) }),
    ...(previous !== undefined && { depends_on: { [previous]: AFTER_END } }),
  };
}

/** Names of services, which differ as labels of DNS. */
class Names {
  private readonly taken: Set<string>;

  constructor(names: Iterable<string>) {
    this.taken = new Set([...names].map(toDnsLabel));
  }

  /** Returns the first of some names that no service has, or the last one with a number. */
  public unused(...names: ReadonlyArray<string>): string {
    const last = names.at(-1) ?? '';
    const free = names.find((name) => !this.taken.has(toDnsLabel(name)));
    let name = free ?? last;
    for (let number = 2; this.taken.has(toDnsLabel(name)); number += 1) name = `${last}-${number}`;
    this.taken.add(toDnsLabel(name));
    return name;
  }
}

/** Returns the key of a value of a derived service, as the report has it. */
export function derivedKey({ steps }: DerivedService, key: string): string {
  const path = keyPath(...steps);
  return key === '' ? path : key.startsWith('[') ? `${path}${key}` : `${path}.${key}`;
}
