import { isObject, type JsonObject } from '../../src/kubernetes/manifest';
import { dependenciesOf } from '../../src/compose/reading/checks/service-checks';
import type { ComposeProject } from '../../src/compose/compose-project';

/** Services and elements of a project, without what the reference adds and without values that mean nothing. */
export type Form = JsonObject;

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const;

/** Returns the form of a project that the reference wrote as JSON. */
export function formOfReference(project: JsonObject): Form {
  const services = Object.entries(project['services'] as JsonObject).map(([name, service]) => [
    name,
    pruned(serviceForm(service as JsonObject)),
  ]);
  const elements = KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries((project[kind] ?? {}) as JsonObject)
        .filter(([name]) => kind !== 'networks' || name !== 'default')
        .map(([name, element]) => {
          return [name, pruned(without(element as JsonObject, 'name')) ?? {}];
        }),
    ),
  ]);
  return { services: Object.fromEntries(services) as JsonObject, ...(Object.fromEntries(elements) as JsonObject) };
}

/** Returns the form of a project that the library read. */
export function formOfProject(project: ComposeProject): Form {
  const services = [...project.services].map(([name, service]) => {
    const rest = without(service as JsonObject, 'environmentFiles');
    // the reference writes scale in deploy, too
    if (service.scale !== undefined && service.deploy) rest['deploy'] = { ...service.deploy, replicas: service.scale };
    const dependencies = { ...(rest['depends_on'] as JsonObject | undefined) };
    for (const { name: other, path } of dependenciesOf(service))
      dependencies[other] ??= { condition: 'service_started', required: true, restart: path[0] !== 'volumes_from' };
    return [name, pruned(sorted({ ...rest, depends_on: dependencies }))];
  });
  const elements = KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      [...project[kind]]
        .filter(([name]) => kind !== 'networks' || name !== 'default')
        .map(([name, element]) => [name, pruned(withoutExtensions(without(element, 'name'))) ?? {}]),
    ),
  ]);
  return { services: Object.fromEntries(services) as JsonObject, ...(Object.fromEntries(elements) as JsonObject) };
}

/** Writes the values of a service of the reference as the library has them. */
function serviceForm(service: JsonObject): JsonObject {
  return sorted(containerForm(service));
}

function containerForm(service: JsonObject): JsonObject {
  const form: JsonObject = { ...service };
  for (const key of ['mem_limit', 'mem_reservation', 'memswap_limit', 'shm_size', 'mem_swappiness']) number(form, key);
  duration(form, 'stop_grace_period');
  each(form, ['healthcheck'], (check) => {
    for (const key of ['interval', 'timeout', 'start_period', 'start_interval']) duration(check, key);
  });
  for (const part of ['limits', 'reservations'])
    each(form, ['deploy', 'resources', part], (at) => number(at, 'memory'));
  for (const part of ['limits', 'reservations']) each(form, ['deploy', 'resources', part], gpus);
  for (const part of ['update_config', 'rollback_config'])
    each(form, ['deploy', part], (at) => {
      duration(at, 'delay');
      duration(at, 'monitor');
    });
  each(form, ['deploy', 'restart_policy'], (at) => {
    duration(at, 'delay');
    duration(at, 'window');
  });
  each(form, ['build'], (build) => {
    number(build, 'shm_size');
    hosts(build);
    ulimits(build);
    if (build['dockerfile'] === 'Dockerfile') delete build['dockerfile'];
    if (Array.isArray(build['ssh'])) delete build['ssh'];
  });
  for (const mount of items(form['volumes'])) each(mount, ['tmpfs'], (tmpfs) => number(tmpfs, 'size'));
  for (const key of ['secrets', 'configs'])
    for (const reference of items(form[key])) {
      if (typeof reference['mode'] === 'string') reference['mode'] = parseInt(reference['mode'], 8);
      const target = (reference['target'] ?? reference['source']) as string;
      reference['target'] = target.startsWith('/') ? target : `${key === 'secrets' ? '/run/secrets' : ''}/${target}`;
    }
  each(form, ['blkio_config'], (blkio) => {
    for (const key of Object.keys(blkio))
      if (Array.isArray(blkio[key])) blkio[key] = items(blkio[key]).map((item) => lowerCase(item));
  });
  if (Array.isArray(form['pre_start'])) form['pre_start'] = items(form['pre_start']).map(containerForm);
  hosts(form);
  ulimits(form);
  gpus(form);
  if (Array.isArray(form['links']))
    form['links'] = (form['links'] as string[]).map((link) => {
      const [name, alias = name] = link.split(':');
      return { service: name, alias };
    });
  const networks = form['networks'];
  if (isObject(networks) && Object.keys(networks).join() === 'default' && networks['default'] === null)
    delete form['networks'];
  return form;
}

/** Lists whose order has no meaning, sorted. */
function sorted(service: JsonObject): JsonObject {
  const form = { ...service };
  if (Array.isArray(form['pre_start']))
    form['pre_start'] = items(form['pre_start']).map((hook) => sorted(without(hook, 'environmentFiles')));
  if (Array.isArray(form['ports'])) form['ports'] = (form['ports'] as unknown[]).map(textOf).sort();
  for (const key of ['networks', 'models']) {
    const value = form[key];
    if (isObject(value))
      form[key] = Object.keys(value)
        .sort()
        .map((name) => ({ name, ...(pruned(value[name]) as object) }));
  }
  for (const file of items(form['env_file'])) if (file['required'] === true) delete file['required'];
  for (const mount of items(form['volumes']))
    each(mount, ['bind'], (bind) => {
      if (bind['create_host_path'] === true) delete bind['create_host_path'];
    });
  for (const parent of [form, ...(isObject(form['build']) ? [form['build']] : [])])
    each(parent, ['extra_hosts'], (found) => {
      for (const [host, ips] of Object.entries(found)) found[host] = [...(ips as string[])].sort();
    });
  if (isObject(form['environment']))
    form['environment'] = Object.fromEntries(
      Object.entries(form['environment']).map(([k, v]) => [k, `${v === null ? 'unset' : 'set'}:${String(v)}`]),
    );
  return form;
}

function textOf(value: unknown): string {
  const entries = Object.entries(value as JsonObject).filter(([key]) => !key.startsWith('x-'));
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function each(parent: JsonObject, path: string[], change: (value: JsonObject) => void): void {
  let value: unknown = parent;
  for (const step of path) value = isObject(value) ? value[step] : undefined;
  if (isObject(value)) change(value);
}

function items(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function number(parent: JsonObject, key: string): void {
  if (typeof parent[key] === 'string') parent[key] = Number(parent[key]);
}

function hosts(parent: JsonObject): void {
  const list = parent['extra_hosts'];
  if (!Array.isArray(list)) return;
  const found = new Map<string, string[]>();
  for (const entry of list as string[]) {
    const at = entry.indexOf('=');
    found.set(entry.slice(0, at), [...(found.get(entry.slice(0, at)) ?? []), entry.slice(at + 1)].sort());
  }
  parent['extra_hosts'] = Object.fromEntries(found);
}

function ulimits(parent: JsonObject): void {
  const limits = parent['ulimits'];
  if (!isObject(limits)) return;
  for (const [name, limit] of Object.entries(limits))
    if (typeof limit === 'number') limits[name] = { soft: limit, hard: limit };
}

function gpus(parent: JsonObject): void {
  for (const key of ['gpus', 'devices'])
    for (const request of items(parent[key])) if (request['count'] === -1) request['count'] = 'all';
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, µs: 1e-3, ns: 1e-6 };

/** Duration as Go writes it. */
function duration(parent: JsonObject, key: string): void {
  const text = parent[key];
  if (typeof text !== 'string') return;
  let total = 0;
  for (const [, count, unit = ''] of text.matchAll(/([0-9.]+)(h|ms|µs|ns|m|s)/g))
    total += Number(count) * (UNITS[unit] ?? 0);
  parent[key] = (text.startsWith('-') ? -1 : 1) * (Math.round(total * 1e6) / 1e6);
}

/** Item whose keys the reference writes with a capital. */
function lowerCase(item: JsonObject): JsonObject {
  const entries = Object.entries(item).map(([key, value]) => [
    key.toLowerCase(),
    key === 'Rate' ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

function withoutExtensions(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')));
}

/** Returns a value without false, zero, null and what is empty: the reference does not write them. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => pruned(item) ?? null);
  if (!isObject(value)) return value === null || value === false || value === 0 || value === '' ? undefined : value;
  const entries = Object.entries(value)
    .filter(([key]) => !key.startsWith('x-') && key !== 'extensions')
    .map(([key, each]) => [key, pruned(each)] as const)
    .filter(([, each]) => each !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
