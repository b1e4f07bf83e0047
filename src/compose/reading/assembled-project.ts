import { isObject, type JsonObject } from '../../kubernetes/manifest';
import type { ComposeProject } from '../compose-project';
import type { JobDefinition, JobSchedule, ServiceDefinition } from '../service-definition';
import { checkProject } from './checks/project-checks';
import { checkResources } from './checks/resource-checks';
import { checkService } from './checks/service-checks';
import { canonicalResource } from './canonical-resource';
import { type Model, modelAt } from './model';
import { inheritedHooks } from './pre-start';
import { withFiles } from './service-files';
import { canonicalService } from './service-values';
import type { Session } from './session';

/** Inputs of a project besides its model. */
export interface ProjectContext {
  readonly name: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly profiles: ReadonlyArray<string>;
  /** Name of the first file. */
  readonly file: string;
}

/** Kinds of the elements that services refer to. */
const KINDS = ['networks', 'volumes', 'secrets', 'configs', 'models'] as const;

const ELEMENTS = ['services', 'jobs', ...KINDS] as const;

type Kind = (typeof KINDS)[number];

/** Returns the project of a model in its long forms. @throws {@link InputError} with every contradiction in it */
export function assembledProject(model: Model, context: ProjectContext, session: Session): ComposeProject {
  const { origins, problems, files, unset, notes } = session;
  const report = (path: ReadonlyArray<string>, message: string): void =>
    session.report(model, path, message, context.file);
  checkResources(model, report);
  problems.throwIfAny();
  const all = servicesOf(model, report, session);
  const resources = Object.fromEntries(
    KINDS.map((kind) => [kind, resourcesOf(model, kind, report, session)] as const),
  ) as Record<Kind, Map<string, JsonObject>>;
  const allJobs = jobsOf(model, report, session);
  problems.throwIfAny();
  const [services, inactive] = byProfile(all, context.profiles);
  const [jobs, inactiveJobs] = byProfile(allJobs, context.profiles);
  for (const [kind, members] of [
    ['services', services],
    ['jobs', jobs],
  ] as const)
    for (const [name, service] of members)
      checkService(service, { services, inactive, ...resources }, (path, message) =>
        report([kind, name, ...path], message),
      );
  checkProject(services, report);
  problems.throwIfAny();
  for (const [kind, members] of [
    ['services', services],
    ['jobs', jobs],
  ] as const)
    for (const [name, service] of members) {
      const complete = withFiles(service, context.environment, session, (path, message) =>
        report([kind, name, ...path], message),
      );
      members.set(name, complete);
    }
  problems.throwIfAny();
  const configVariables = valuesOf(resources.configs, context.environment);
  return {
    name: context.name,
    folder: files.folder,
    services,
    ...resources,
    ...(configVariables.size > 0 && { configVariables }),
    ...(jobs.size > 0 && { jobs: new Map([...jobs].map(([name, job]) => [name, jobOf(job)])) }),
    others: new Map(Object.entries(model).filter(([key]) => !(ELEMENTS as readonly string[]).includes(key))),
    inactive: new Map([...inactive, ...inactiveJobs]),
    unsetVariables: [...unset].sort(),
    notes,
    placeOf: (pointer) => origins.placeAt(model, pointer) ?? { file: context.file, line: 1 },
  };
}

/** Returns the values of configs whose text is in a variable. */
function valuesOf(
  configs: ReadonlyMap<string, JsonObject>,
  environment: ReadonlyMap<string, string>,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const [config, { environment: variable }] of configs) {
    const value = typeof variable === 'string' ? environment.get(variable) : undefined;
    if (value !== undefined) values.set(config, value);
  }
  return values;
}

type Report = (path: ReadonlyArray<string>, message: string) => void;

function servicesOf(model: Model, report: Report, session: Session): Map<string, ServiceDefinition> {
  const found = Object.entries(modelAt(model, 'services') ?? {}).flatMap(([name, value]) => {
    if (!isObject(value)) {
      report(['services', name], 'is empty; must be a mapping with an image');
      return [];
    }
    const service = inheritedHooks(value, session, (path, message) => report(['services', name, ...path], message));
    const canonical = canonicalService(service, session.origins, (path, message) =>
      report(['services', name, ...path], message),
    );
    return [[name, canonical] as const];
  });
  if (found.length === 0) report(['services'], 'has no service; must have at least one');
  return new Map(found);
}

function jobsOf(model: Model, report: Report, session: Session): Map<string, ServiceDefinition> {
  const found = Object.entries(modelAt(model, 'jobs') ?? {}).flatMap(([name, value]) => {
    if (!isObject(value)) {
      report(['jobs', name], 'is empty; must be a mapping with an image and triggers');
      return [];
    }
    const canonical = canonicalService(value, session.origins, (path, message) =>
      report(['jobs', name, ...path], message),
    );
    return [[name, canonical] as const];
  });
  return new Map(found);
}

function jobOf(job: ServiceDefinition): JobDefinition {
  const { triggers, ...definition } = job as ServiceDefinition & {
    readonly triggers: { readonly manual?: boolean | string; readonly schedule?: ReadonlyArray<string | JobSchedule> };
  };
  const { manual, schedule } = triggers;
  return {
    definition,
    triggers: {
      ...(manual !== undefined && { manual: String(manual) === 'true' }),
      ...(schedule && { schedule: schedule.map((each) => (typeof each === 'string' ? { cron: each } : each)) }),
    },
  };
}

function resourcesOf(model: Model, kind: Kind, report: Report, { origins }: Session): Map<string, JsonObject> {
  const found = Object.entries(modelAt(model, kind) ?? {}).map(([name, value]) => {
    const resource = isObject(value) ? value : {};
    return [
      name,
      canonicalResource(resource, origins, (path, message) => report([kind, name, ...path], message)),
    ] as const;
  });
  return new Map(found);
}

/** Separates the services with an active profile, and those without any, from the others. */
function byProfile(
  all: ReadonlyMap<string, ServiceDefinition>,
  profiles: ReadonlyArray<string>,
): [Map<string, ServiceDefinition>, Map<string, ReadonlyArray<string>>] {
  const active = new Set(profiles);
  const services = new Map<string, ServiceDefinition>();
  const inactive = new Map<string, ReadonlyArray<string>>();
  for (const [name, service] of all) {
    const own = service.profiles ?? [];
    const isActive = own.length === 0 || active.has('*') || own.some((profile) => active.has(profile));
    if (isActive) services.set(name, service);
    else inactive.set(name, own);
  }
  return [services, inactive];
}
