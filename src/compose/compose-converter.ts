import { App, Chart } from 'cdk8s';
import { InputError, quote } from '../diagnostics/input-error';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { appStatements } from './apps/app-statements';
import { withDerivedServices } from './apps/derived-services';
import { namespaceOf } from './apps/namespace';
import { keysOf, pointerOf, reportedPart } from './apps/reported-part';
import { appNames } from './apps/service-names';
import { executeStatements } from './code/evaluate';
import type { ChartPlan } from './code/chart-plan';
import { Props } from './code/props';
import { SharedObjects } from './code/shared-objects';
import { UniqueNames } from './code/unique-names';
import type { ComposeProject } from './compose-project';
import type { ConversionOptions } from './conversion-options';
import { Accepts, EntryReport } from './entry-report';
import { reportDerived } from './keys/derived';
import { KEY_GROUPS } from './keys/key-groups';
import { LossReport, type ReadingAccount } from './loss-report';
import type { AppForm, ProjectConversion, ServiceConversion } from './service-conversion';
import { planPods } from './pods/pod-plan';
import { withRelativePaths } from './project-paths';
import { PROJECT_GROUPS } from './project-keys/project-groups';
import type { ConfigFile } from './storage/config-file';
import { shareGroups } from './storage/volume-groups';

/** Result of a conversion. */
export interface Conversion extends ChartPlan {
  readonly report: LossReport;
  /** Files that the installer of a package writes. Empty where an API server stores the objects. */
  readonly configFiles: ReadonlyArray<ConfigFile>;
}

/**
 * Converts a compose project to an app of this library, with an account of each value.
 * @throws {@link InputError} if names collide
 */
export function convertProject(given: ComposeProject, givenOptions: ConversionOptions): Conversion {
  const project = withDerivedServices(given);
  const options = { ...givenOptions, accepted: acceptedOf(project, givenOptions.accepted) };
  const accepts = new Accepts(givenOptions.accepted);
  const names = new UniqueNames();
  const namespace = options.namespace === undefined ? undefined : names.nameFor('namespace');
  const reports: EntryReport[] = [];
  const reportOn = (...part: ConstructorParameters<typeof EntryReport>): EntryReport => {
    const report = new EntryReport(...part);
    reports.push(report);
    return report;
  };
  const services = new Map<string, ServiceConversion>();
  const pods = planPods(project, options);
  const plan: ProjectConversion = {
    project,
    options,
    services,
    pods,
    namespace,
    names,
    objects: new SharedObjects(names, namespace),
    configFiles: new Map(),
    writers: new Map(),
    connections: [],
    report: reportOn(
      { service: null, value: partOutsideServices(project), placeOf: (steps) => project.placeOf(pointerOf(steps)) },
      accepts,
    ),
  };
  const namesOfApps = appNames(project);
  const variables = new Map(
    pods.pods.map(({ leader }) => [leader, names.nameFor(namesOfApps.get(leader) ?? leader)] as const),
  );
  for (const [service, name] of namesOfApps) {
    const definition = project.services.get(service) ?? {};
    const report = reportOn(reportedPart(project, service, given.services.get(service)), accepts);
    const [container, app] = [new Props(), new Props()];
    const pod = pods.podOf.get(service);
    const form: AppForm = {
      className: 'SecureEdgeApp',
      ...(pod !== undefined && pod.leader !== service && { podOf: pod.leader }),
      role: pod?.containers.get(service) ?? 'container',
      nodeLabels: {},
      isLeftOut: pod === undefined || !pod.containers.has(service),
      keepsData: false,
    };
    const variable = variables.get(pod?.leader ?? service) ?? name;
    services.set(service, {
      service,
      name,
      variable,
      definition,
      project,
      options,
      plan,
      container,
      app,
      mountPaths: new Set(),
      devices: new Set(),
      form,
      report,
    });
  }
  for (const service of services.values()) {
    if (service.form.isLeftOut) reportLeftOut(service);
    else {
      for (const group of KEY_GROUPS) group.convert(service);
      reportDerived(service);
    }
  }
  shareGroups(plan);
  for (const group of PROJECT_GROUPS) group.convert(plan);
  const apps = appStatements(plan);
  const statements = [...namespaceOf(plan), ...plan.objects.statements, ...apps, ...plan.connections];
  const entries = reports
    .slice(1)
    .concat(reports.slice(0, 1))
    .flatMap((report) => report.entries)
    .map((entry) => ({ ...entry, value: withRelativePaths(entry.value, project.folder) }));
  return {
    name: project.name,
    target: options.target,
    leavesOutPolicies: options.installation !== undefined,
    statements,
    placeOf: (service) => project.placeOf(pointerOf(['services', service])),
    configFiles: [...plan.configFiles.values()],
    report: new LossReport(entries, accepts.unused, readingOf(project)),
  };
}

/** Returns the accepted weaknesses, those of a service also for its hooks. */
function acceptedOf(project: ComposeProject, accepted: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const extended = new Map(accepted);
  for (const [service, { of }] of project.derived ?? [])
    for (const [word, reason] of accepted)
      if (word.endsWith(`:${of}`)) extended.set(`${word.slice(0, -of.length)}${service}`, reason);
  return extended;
}

function reportLeftOut({ service, definition, report, plan }: ServiceConversion): void {
  const { key, reason } = plan.pods.leftOut.get(service) ?? { key: '', reason: '' };
  const keys = keysOf(plan.project.derived?.get(service)?.reported ?? definition);
  for (const each of Object.keys(keys)) {
    if (each === 'provider' || (each === key && each === 'triggers')) report.unsupported(each, reason);
    else if (each === key) report.refused(each, reason);
    else report.unsupported(each, `the service is left out because of ${key}`);
  }
}

/**
 * Returns the manifests of a plan, in the order in which they are applied.
 * @throws {@link InputError} if a service has values that its app rejects
 */
export function manifestsOf({
  name,
  namespace,
  target,
  statements,
  leavesOutPolicies,
  placeOf,
}: ChartPlan): Manifest[] {
  const app = new App();
  Target.set(app, target);
  const chart = new Chart(app, name, { ...(namespace !== undefined && { namespace }) });
  executeStatements(statements, chart, (statement, execute) => {
    try {
      execute();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const place = statement.service === undefined ? undefined : placeOf?.(statement.service);
      const app = `${quote(statement.name)} of the converted app`;
      throw new InputError(place === undefined ? app : `${place.file}:${place.line}: ${app}`, error.problems);
    }
  });
  const manifests = chart.toJson() as Manifest[];
  return leavesOutPolicies ? manifests.filter((manifest) => manifest['kind'] !== 'NetworkPolicy') : manifests;
}

function readingOf({ notes, unsetVariables, inactive }: ComposeProject): ReadingAccount {
  return {
    notes: notes.map(({ place, message }) => ({ ...place, message })),
    unsetVariables,
    inactiveServices: [...inactive].map(([service, profiles]) => ({ service, profiles })),
  };
}

function partOutsideServices(project: ComposeProject): Record<string, unknown> {
  const { networks, volumes, secrets, configs, models, others } = project;
  const sections = { networks, volumes, secrets, configs, models };
  return {
    ...Object.fromEntries(
      Object.entries(sections).flatMap(([key, map]) => (map.size === 0 ? [] : [[key, Object.fromEntries(map)]])),
    ),
    ...Object.fromEntries(others),
  };
}
