import type { ComposeProject } from '../compose-project';
import type { Dependency, ServiceDefinition } from '../service-definition';

/** Service that depends on another, with the condition. */
export interface Dependent {
  readonly service: string;
  readonly dependency: Dependency;
}

const DEPENDENTS = new WeakMap<ComposeProject, ReadonlyMap<string, ReadonlyArray<Dependent>>>();

/** Returns the services that depend on a service. */
export function dependentsOf(project: ComposeProject, service: string): ReadonlyArray<Dependent> {
  const known = DEPENDENTS.get(project) ?? allDependents(project);
  DEPENDENTS.set(project, known);
  return known.get(service) ?? [];
}

function allDependents(project: ComposeProject): ReadonlyMap<string, ReadonlyArray<Dependent>> {
  const found = new Map<string, Dependent[]>();
  for (const [service, { depends_on: dependencies = {} }] of project.services)
    for (const [on, dependency] of Object.entries(dependencies)) {
      const dependents = found.get(on) ?? [];
      dependents.push({ service, dependency });
      found.set(on, dependents);
    }
  return found;
}

/** Lifetime of a service. */
export interface Lifetime {
  /** True if the service ends by itself. */
  readonly endsByItself: boolean;
  /** Number of starts after a failure. Undefined without a limit. */
  readonly retries?: number;
}

/** Restart policy as the file says it: `deploy.restart_policy` replaces `restart`. */
export interface RestartRule {
  readonly key: 'restart' | 'deploy.restart_policy.condition';
  readonly condition: 'never' | 'on-failure' | 'always';
  readonly retries?: number;
}

/** Returns the restart policy of a service. Undefined if the file has none. */
export function restartRuleOf({ restart, deploy }: ServiceDefinition): RestartRule | undefined {
  const policy = deploy?.restart_policy;
  if (policy?.condition !== undefined) {
    const condition = { none: 'never', 'on-failure': 'on-failure' }[policy.condition] ?? 'always';
    const retries = condition === 'on-failure' ? policy.max_attempts : undefined;
    return {
      key: 'deploy.restart_policy.condition',
      condition: condition as RestartRule['condition'],
      ...(retries !== undefined && { retries }),
    };
  }
  if (restart === undefined) return undefined;
  if (restart === 'no' || restart === '') return { key: 'restart', condition: 'never' };
  const [, retries] = /^on-failure(?::([0-9]+))?$/.exec(restart) ?? ['', undefined];
  if (!restart.startsWith('on-failure')) return { key: 'restart', condition: 'always' };
  return { key: 'restart', condition: 'on-failure', ...(retries !== undefined && { retries: Number(retries) }) };
}

/** True if a service serves others, so that it does not end by itself. */
export function isServer(project: ComposeProject, service: string): boolean {
  const { ports = [], expose = [], healthcheck } = project.services.get(service) ?? {};
  const isWaitedFor = dependentsOf(project, service).some(
    ({ dependency }) => dependency.condition === 'service_healthy',
  );
  return ports.length > 0 || expose.length > 0 || isWaitedFor || healthcheck?.test !== undefined;
}

/** True if another service waits until the service has ended. */
export function isAwaited(project: ComposeProject, service: string): boolean {
  return dependentsOf(project, service).some(
    ({ dependency }) => dependency.condition === 'service_completed_successfully',
  );
}

/** Returns the lifetime of a service: what its file says about restarts, its mode, and the services that wait for its end. */
export function lifetimeOf(project: ComposeProject, service: string): Lifetime {
  const definition = project.services.get(service) ?? {};
  const rule = restartRuleOf(definition);
  const isJob = definition.deploy?.mode === 'replicated-job' || definition.deploy?.mode === 'global-job';
  const ends =
    isJob ||
    project.derived?.get(service)?.kind === 'job' ||
    isAwaited(project, service) ||
    (rule !== undefined && rule.condition !== 'always' && !isServer(project, service));
  if (!ends) return { endsByItself: false };
  if (rule?.condition === 'never') return { endsByItself: true, retries: 0 };
  return { endsByItself: true, ...(rule?.retries !== undefined && { retries: rule.retries }) };
}
