import { isObject } from '../../kubernetes/manifest';
import { withoutTrailing } from '../../kubernetes/trailing';
import { keyPath } from '../key-path';
import type { ServiceDefinition } from '../service-definition';
import type { SkeletonOrigins } from './skeleton-origins';
import { isUnset, type SkeletonValues, type Steps } from './skeleton-values';

/** Returns the name that a skeleton gives its pod. Undefined without one. */
export function podNameOf(values: SkeletonValues): string | undefined {
  const [own, generated] = [
    ['metadata', 'name'],
    ['metadata', 'generateName'],
  ] as const;
  const [name, prefix] = [values.text(own), withoutTrailing(values.text(generated) ?? '', '-') || undefined];
  const use = 'it names the project and its files, and the app has the name of a container';
  if (name !== undefined) values.note(null, own, 'approximated', use);
  if (prefix !== undefined)
    values.note(
      null,
      generated,
      name === undefined ? 'approximated' : 'by-design',
      name === undefined ? `${use}; nothing random follows it` : 'metadata.name is set',
    );
  return name ?? prefix;
}

/** Returns the labels and annotations of a pod, for the service of its first container. */
export function metadataOf(
  values: SkeletonValues,
  service: string,
  origins: SkeletonOrigins,
): Pick<ServiceDefinition, 'labels' | 'annotations'> {
  const labels = new Map<string, string>();
  const add = (
    key: 'labels' | 'annotations',
    to: Map<string, string>,
    name: string,
    steps: Steps,
    value: unknown,
  ): void => {
    if (isUnset(value)) return;
    if (typeof value !== 'string') values.report(steps, 'must be a text');
    else if (to.has(name)) values.report(steps, 'is there twice: delete one');
    else {
      to.set(name, value);
      origins.set(service, keyPath(key, name), { steps, isOfPod: true });
    }
  };
  for (const [name, value] of Object.entries(values.object(['metadata', 'labels'])))
    add('labels', labels, name, ['metadata', 'labels', name], value);
  const annotations = new Map<string, string>();
  for (const { name, value, steps } of annotationsOf(values)) add('annotations', annotations, name, steps, value);
  return {
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
    ...(annotations.size > 0 && { annotations: Object.fromEntries(annotations) }),
  };
}

interface Annotation {
  readonly name: string;
  readonly value: unknown;
  readonly steps: Steps;
}

/** Returns the annotations of a map, or of the skeleton's list of texts such as `NAME=VALUE` and of objects. */
function annotationsOf(values: SkeletonValues): Annotation[] {
  const own = ['metadata', 'annotations'];
  const given = values.at(own);
  if (isUnset(given)) return [];
  if (!Array.isArray(given))
    return Object.entries(values.object(own)).map(([name, value]) => ({ name, value, steps: [...own, name] }));
  values.slip(null, own, 'read as an object');
  return (given as unknown[]).flatMap((item, i): Annotation[] => {
    const steps = [...own, i];
    if (isUnset(item)) return [];
    if (isObject(item)) {
      const { name, value, ...others } = item;
      if (typeof name === 'string' && value !== undefined && Object.keys(others).length === 0)
        return [{ name, value, steps }];
      return Object.entries(item).map(([key, each]) => ({ name: key, value: each, steps: [...steps, key] }));
    }
    const [, name, value] = typeof item === 'string' ? (/^([^=]+)=([^]*)$/.exec(item) ?? []) : [];
    if (name !== undefined) return [{ name, value, steps }];
    values.report(steps, 'must be an annotation, such as "NAME=VALUE"');
    return [];
  });
}
