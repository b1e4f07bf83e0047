import { isDeepStrictEqual } from 'node:util';
import { pointerStep } from '../../kubernetes/manifest';
import type { ComposeProject } from '../compose-project';
import type { ReportedPart } from '../entry-report';
import type { ServiceDefinition } from '../service-definition';
import { derivedKey } from './derived-services';

/** Returns the part of the files that a service is: a service, a hook of one, or a job. */
export function reportedPart(project: ComposeProject, service: string, given: ServiceDefinition = {}): ReportedPart {
  const derived = project.derived?.get(service);
  if (derived === undefined) {
    return {
      service,
      value: withoutHooks(keysOf(given)),
      placeOf: (steps) => project.placeOf(pointerOf(['services', service, ...steps])),
    };
  }
  const isHook = derived.kind === 'pre-start';
  const own = isHook ? (project.services.get(derived.of) ?? {}) : {};
  const inherited = new Set(
    Object.entries(own).flatMap(([key, value]) => (isDeepStrictEqual(value, derived.reported[key]) ? [key] : [])),
  );
  return {
    service: isHook ? derived.of : null,
    acceptedFor: derived.of,
    value: keysOf(derived.reported),
    keyOf: (key) => derivedKey(derived, key),
    leavesOut: (key) =>
      isHook &&
      key !== 'per_replica' &&
      (inherited.has(String(key)) || (!Object.hasOwn(own, key) && !Object.hasOwn(derived.reported, key))),
    placeOf: (steps) =>
      project.placeOf(pointerOf([...(isHook ? ['services', derived.of] : []), ...derived.steps, ...steps])),
  };
}

/** Returns the keys of a service that are in a compose file. */
export function keysOf({ environmentFiles: _, extensions = {}, ...keys }: ServiceDefinition): Record<string, unknown> {
  return { ...keys, ...extensions };
}

/** The hooks of a service have entries of their own. */
function withoutHooks({ pre_start: _, ...keys }: Record<string, unknown>): Record<string, unknown> {
  return keys;
}

/** Returns steps as a JSON pointer. */
export function pointerOf(steps: ReadonlyArray<string | number>): string {
  return steps.map((step) => pointerStep(String(step))).join('');
}
