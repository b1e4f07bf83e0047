import { isObject } from '../../../kubernetes/manifest';
import { type Model, modelAt } from '../model';

/** Writes the values that the Compose Specification gives to keys without one. The model is in its long forms. */
export function writeDefaults(model: Model): void {
  for (const kind of ['services', 'jobs'])
    for (const service of Object.values(modelAt(model, kind) ?? {})) if (isObject(service)) writeDefaultsOf(service);
}

function writeDefaultsOf(service: Model): void {
  for (const port of itemsAt(service, 'ports')) {
    port['protocol'] ??= 'tcp';
    port['mode'] ??= 'ingress';
  }
  for (const secret of itemsAt(service, 'secrets')) secret['target'] ??= `/run/secrets/${String(secret['source'])}`;
  for (const mount of itemsAt(service, 'volumes')) {
    const bind = modelAt(mount, 'bind');
    if (bind) bind['create_host_path'] ??= true;
  }
  const reservations = modelAt(modelAt(modelAt(service, 'deploy') ?? {}, 'resources') ?? {}, 'reservations') ?? {};
  for (const device of [...itemsAt(service, 'gpus'), ...itemsAt(reservations, 'devices')])
    if (device['device_ids'] === undefined) device['count'] ??= 'all';
  const build = modelAt(service, 'build');
  if (build) build['context'] ??= '.';
}

function itemsAt(parent: Model, key: string): Model[] {
  const items = parent[key];
  return Array.isArray(items) ? items.filter(isObject) : [];
}
