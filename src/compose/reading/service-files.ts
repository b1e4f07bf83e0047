import { quote } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import type { ServiceDefinition } from '../service-definition';
import { readEnvFile } from './env-file';
import type { Session } from './session';

/** Receives a problem of the value at a path of a service. */
type Report = (path: ReadonlyArray<string>, message: string) => void;

/** Adds the variables of `env_file` and the labels of `label_file` to a service. Its own ones have precedence. */
export function withFiles(
  service: ServiceDefinition,
  environment: ReadonlyMap<string, string>,
  session: Session,
  report: Report,
): ServiceDefinition {
  return {
    ...service,
    ...variablesOf(service, environment, session, report),
    ...labelsOf(service, session, report),
    ...buildOf(service, environment),
    ...(service.pre_start && {
      pre_start: service.pre_start.map((hook, index) => {
        const at = ['pre_start', String(index)];
        return { ...withFiles(hook, environment, session, (path, message) => report([...at, ...path], message)) };
      }),
    }),
  };
}

function variablesOf(
  service: ServiceDefinition,
  environment: ReadonlyMap<string, string>,
  session: Session,
  report: Report,
): Pick<ServiceDefinition, 'environment' | 'environmentFiles'> {
  if (!service.environment && !service.env_file) return {};
  const own = new Map(
    Object.entries(service.environment ?? {}).map(([name, value]) => [name, value ?? environment.get(name) ?? null]),
  );
  const fromFiles = new Map<string, { readonly value: string; readonly path: string }>();
  for (const [index, { path, required, format }] of (service.env_file ?? []).entries()) {
    if (format !== undefined && format !== '' && format !== '.env') {
      report(['env_file', String(index)], `has the format ${quote(format)}; must be unset`);
      continue;
    }
    const text = textOf(path, required, session, (message) => report(['env_file', String(index)], message));
    if (text === undefined) continue;
    const variables = readEnvFile(
      text,
      session.files.nameOf(path),
      (name) => environment.get(name) ?? own.get(name) ?? undefined,
      (name) => fromFiles.get(name)?.value,
    );
    for (const { name, value } of variables.values()) fromFiles.set(name, { value, path });
  }
  const added = [...fromFiles].filter(([name]) => !own.has(name));
  return {
    environment: Object.fromEntries([...added.map(([name, { value }]) => [name, value] as const), ...own]),
    ...(added.length > 0 && { environmentFiles: Object.fromEntries(added.map(([name, { path }]) => [name, path])) }),
  };
}

/** Gives the arguments of the build without a value that of the environment. Without one, an argument is left out. */
function buildOf(
  { build }: ServiceDefinition,
  environment: ReadonlyMap<string, string>,
): Pick<ServiceDefinition, 'build'> {
  if (!build || !isObject(build['args'])) return {};
  const args = Object.entries(build['args']).map(([name, value]) => [name, value ?? environment.get(name)] as const);
  return { build: { ...build, args: Object.fromEntries(args.filter(([, value]) => value !== undefined)) } };
}

function labelsOf(service: ServiceDefinition, session: Session, report: Report): Pick<ServiceDefinition, 'labels'> {
  if (!service.label_file) return {};
  const labels = new Map<string, string>();
  for (const [index, path] of service.label_file.entries()) {
    const text = textOf(path, true, session, (message) => report(['label_file', String(index)], message));
    if (text === undefined) continue;
    const read = readEnvFile(text, session.files.nameOf(path), (name) => labels.get(name));
    for (const { name, value } of read.values()) labels.set(name, value);
  }
  return { labels: { ...Object.fromEntries(labels), ...service.labels } };
}

function textOf(
  path: string,
  isRequired: boolean,
  { files }: Session,
  report: (message: string) => void,
): string | undefined {
  if (files.has(path)) return files.read(path);
  if (isRequired) report(`is the file ${quote(files.nameOf(path))}, which does not exist`);
  return undefined;
}
