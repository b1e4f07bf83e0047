import { isIP } from 'node:net';
import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { type Model, modelAt } from '../model';

/** Receives a problem of the value at a path of the model. */
export type Report = (path: ReadonlyArray<string>, message: string) => void;

/** Keys that give a config or a secret its content. */
const SOURCES: Readonly<Record<string, ReadonlyArray<string>>> = {
  configs: ['file', 'environment', 'content'],
  secrets: ['file', 'environment'],
};

/** Checks what the schema cannot express, in a model in its long forms. Source: `validation/` of compose-go 2.16. */
export function checkResources(model: Model, report: Report): void {
  for (const [name, volume] of Object.entries(modelAt(model, 'volumes') ?? {}))
    if (isObject(volume)) checkExternal(['volumes', name], volume, report);
  for (const [kind, sources] of Object.entries(SOURCES))
    for (const [name, object] of Object.entries(modelAt(model, kind) ?? {}))
      if (isObject(object)) checkSource([kind, name], object, sources, report);
  for (const kind of ['services', 'jobs'])
    for (const [name, service] of Object.entries(modelAt(model, kind) ?? {}))
      if (isObject(service)) checkItems([kind, name], service, report);
}

function checkExternal(path: string[], resource: Model, report: Report): void {
  if (resource['external'] !== true) return;
  for (const key of Object.keys(resource))
    if (key !== 'name' && key !== 'external' && !key.startsWith('x-'))
      report([...path, key], `is set, and ${path.join('.')} is external: delete one`);
}

function checkSource(path: string[], object: Model, sources: ReadonlyArray<string>, report: Report): void {
  const given = sources.filter((key) => Object.hasOwn(object, key));
  if (given.length > 1) report(path, `has ${given.join(' and ')}; must have only one`);
  const isElsewhere = Object.hasOwn(object, 'driver') || Object.hasOwn(object, 'external');
  if (given.length === 0 && !isElsewhere)
    report(path, `has no content; must have one of ${sources.join(', ')}, or external`);
}

function checkItems(path: string[], service: Model, report: Report): void {
  for (const [index, port] of itemsOf(service['ports'])) {
    const ip = port['host_ip'];
    if (typeof ip === 'string' && isIP(ip) === 0)
      report([...path, 'ports', index, 'host_ip'], `is ${quote(ip)}; must be an IP address`);
    if (port['target'] === undefined)
      report([...path, 'ports', index], 'has no target; must be the port of the container');
  }
  for (const [index, mount] of itemsOf(service['volumes'])) {
    if (mount['type'] === 'bind' && mount['source'] === undefined)
      report([...path, 'volumes', index], 'has no source; must be the path of the host');
  }
  const reservations = modelAt(modelAt(modelAt(service, 'deploy') ?? {}, 'resources') ?? {}, 'reservations') ?? {};
  const requests = [
    ...itemsOf(service['gpus']).map(([index, each]) => [['gpus', index], each] as const),
    ...itemsOf(reservations['devices']).map(
      ([index, each]) => [['deploy', 'resources', 'reservations', 'devices', index], each] as const,
    ),
  ];
  for (const [at, request] of requests)
    if (request['count'] !== undefined && request['device_ids'] !== undefined)
      report([...path, ...at], 'has count and device_ids; must have only one');
}

function itemsOf(value: unknown): [string, Model][] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((item, index): [string, Model][] => (isObject(item) ? [[String(index), item]] : []));
}
