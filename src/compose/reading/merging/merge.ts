import { isObject } from '../../../kubernetes/manifest';
import { emptyModel, type Model } from '../model';
import type { Origins } from '../origins';
import { PathRules } from '../path-rules';
import { FormError } from '../short-forms/form-error';
import { nameOfPair, uniqueItems } from './unique-items';
import { asList, asMapping, identityOf } from './values';

/** Merge of two values of a key. @throws {@link FormError} if they do not fit */
type Merge = (base: unknown, other: unknown, merging: Merging, rules: PathRules<Merge>) => unknown;

interface Merging {
  readonly origins: Origins;
  readonly mappings: (base: Model, other: Model, rules: PathRules<Merge> | undefined) => Model;
}

const replaced: Merge = (_, other) => other;

const appended: Merge = (base, other, { origins }) => append(asList(base, origins), asList(other, origins), origins);

const namedPairs: Merge = (base, other, { origins }) =>
  uniqueItems(concatenated(asList(base, origins), asList(other, origins), origins), nameOfPair, origins);

const asMappings =
  (each: () => Model | null): Merge =>
  (base, other, { origins, mappings }, rules) => {
    const [first, second] = [asMapping(base, origins, each), asMapping(other, origins, each)];
    if (!first || !second) throw new FormError('has items that are not texts');
    return mappings(first, second, rules);
  };

const logging: Merge = (base, other, { mappings }, rules) => {
  if (!isObject(base) || !isObject(other)) throw new FormError('is not a mapping in every file');
  const [first, second] = [base['driver'], other['driver']];
  return first === second || first === undefined || second === undefined ? mappings(base, other, rules) : other;
};

const build: Merge = (base, other, { mappings }, rules) => mappings(asBuild(base), asBuild(other), rules);

function asBuild(value: unknown): Model {
  return isObject(value)
    ? value
    : typeof value === 'string'
      ? Object.assign(emptyModel(), { context: value })
      : emptyModel();
}

const ulimit: Merge = (base, other, { mappings }, rules) =>
  isObject(base) && isObject(other) ? mappings(base, other, rules) : other;

const pools: Merge = (base, other, { origins, mappings }, rules) => {
  const [first, second] = [asList(base, origins), asList(other, origins)];
  if (![...first, ...second].every(isObject)) throw new FormError('is not a list of mappings in every file');
  const found = new Map<unknown, unknown>();
  for (const original of first as Model[])
    for (const each of second as Model[]) {
      const isOther = each['subnet'] !== original['subnet'];
      if (isOther && found.has(each['subnet'])) found.set(original['subnet'], mappings(original, each, rules));
      else found.set(each['subnet'], isOther ? each : mappings(original, each, rules));
    }
  return [...found.values()];
};

const SERVICE_RULES: ReadonlyArray<readonly [string, Merge]> = [
  ...['annotations', 'build.args', 'build.additional_contexts', 'build.labels', 'environment', 'labels', 'sysctls'].map(
    (key) => [key, namedPairs] as const,
  ),
  ...['build.extra_hosts', 'dns', 'dns_opt', 'dns_search', 'env_file', 'label_file', 'extra_hosts', 'tmpfs'].map(
    (key) => [key, appended] as const,
  ),
  ...['command', 'entrypoint', 'healthcheck.test'].map((key) => [key, replaced] as const),
  ['build', build],
  ['depends_on', asMappings(() => ({ condition: 'service_started', required: true }))],
  ['logging', logging],
  ['models', asMappings(() => null)],
  ['networks', asMappings(() => null)],
  ['ulimits.*', ulimit],
];

/** Merges of keys that are not merged as their type is. Source: `override/merge.go` of compose-go 2.16. */
const MERGES = new PathRules<Merge>([
  ['networks.*.ipam.config', pools],
  ...['networks', 'volumes', 'secrets', 'configs'].map((key) => [`${key}.*.labels`, namedPairs] as const),
  ...SERVICE_RULES.flatMap(([key, merge]) => [
    [`services.*.${key}`, merge] as const,
    [`jobs.*.${key}`, merge] as const,
  ]),
  ['services.*.deploy.labels', namedPairs],
]);

/** Rules for the values of a service. */
const SERVICE_MERGES = MERGES.at('services')?.at('*');

/** Receives a problem of the value at a path. */
type Report = (path: ReadonlyArray<string>, message: string) => void;

/** Merges a model into another one, which it changes: the values of the other one have precedence. */
export function mergeModels(base: Model, other: Model, origins: Origins, report: Report): Model {
  return merge(base, other, MERGES, [], origins, report) as Model;
}

/** Merges a value, such as a network, into another one of the same name. */
export function mergeResources(
  path: [string, string],
  base: unknown,
  other: unknown,
  origins: Origins,
  report: Report,
): unknown {
  return merge(base, other, MERGES.at(path[0])?.at(path[1]), path, origins, report);
}

/** Merges a service into the one that it extends. */
export function mergeServices(name: string, base: Model, service: Model, origins: Origins, report: Report): Model {
  return merge(base, service, SERVICE_MERGES, ['services', name], origins, report) as Model;
}

function merge(
  base: unknown,
  other: unknown,
  rules: PathRules<Merge> | undefined,
  path: ReadonlyArray<string>,
  origins: Origins,
  report: Report,
): unknown {
  const mappingsAt =
    (at: ReadonlyArray<string>) =>
    (first: Model, second: Model, next: PathRules<Merge> | undefined): Model => {
      for (const key of Object.keys(second)) {
        const isNew = !Object.hasOwn(first, key);
        first[key] = isNew ? second[key] : merge(first[key], second[key], next?.at(key), [...at, key], origins, report);
        if (isNew || !isCollection(first[key])) origins.move(second, key, first);
      }
      return first;
    };
  try {
    if (rules?.rule) return rules.rule(base, other, { origins, mappings: mappingsAt(path) }, rules);
    if (other === null || other === undefined) return base;
    if (isObject(base)) {
      if (isObject(other)) return mappingsAt(path)(base, other, rules);
      throw new FormError('is a mapping in one file and not in another: give it the same form');
    }
    if (Array.isArray(base)) {
      if (Array.isArray(other)) return append(base, other, origins);
      throw new FormError('is a list in one file and not in another: give it the same form');
    }
    return other;
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    report(path, error.message);
    return other;
  }
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Appends the items that are not yet in a list. */
function append(base: unknown[], other: unknown[], origins: Origins): unknown[] {
  const known = new Set(base.map(identityOf));
  for (const [index, item] of other.entries()) {
    const identity = identityOf(item);
    if (known.has(identity)) continue;
    known.add(identity);
    origins.move(other, index, base, base.push(item) - 1);
  }
  return base;
}

function concatenated(base: unknown[], other: unknown[], origins: Origins): unknown[] {
  const items = [...base];
  origins.replace(base, items);
  for (const index of base.keys()) origins.move(base, index, items);
  for (const [index, item] of other.entries()) origins.move(other, index, items, items.push(item) - 1);
  return items;
}
