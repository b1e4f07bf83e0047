import { isObject, type JsonObject } from '../../kubernetes/manifest';
import { composeSchema } from './compose-schema';
import { mergeServices } from './merging/merge';
import type { Model } from './model';
import type { Session } from './session';

/**
 * Returns a service whose hooks of `pre_start` have its own values for what describes a container, such as the image and the
 * environment. The values of a hook have precedence; volumes are not inherited.
 */
export function inheritedHooks(
  service: Model,
  session: Session,
  report: (path: ReadonlyArray<string>, message: string) => void,
): Model {
  const hooks = service['pre_start'];
  if (!Array.isArray(hooks) || hooks.length === 0) return service;
  const keys = containerKeys();
  const base = Object.entries(service).filter(([key]) => key !== 'volumes' && keys.has(key));
  for (const [index, hook] of hooks.entries()) {
    if (!isObject(hook)) continue;
    const copy = session.copy(Object.assign(Object.create(null) as Model, Object.fromEntries(base)));
    if (copy)
      hooks[index] = mergeServices('pre_start', copy, hook, session.origins, (_, message) =>
        report(['pre_start', String(index)], message),
      );
  }
  return service;
}

function containerKeys(): Set<string> {
  const definitions = composeSchema()['$defs'] as Record<string, JsonObject>;
  return new Set(Object.keys(definitions['container_spec']?.['properties'] ?? {}));
}
