import { quote } from '../../../diagnostics/input-error';
import { isObject } from '../../../kubernetes/manifest';
import { emptyModel, type Model } from '../model';
import type { Origins } from '../origins';
import { PathRules } from '../path-rules';
import { FormError } from './form-error';
import { mountOf } from './mount';
import { publishedPorts } from './published-ports';

/** Returns the long form of a value. @throws {@link FormError} if the value has none of the forms of its key */
type LongForm = (value: unknown, origins: Origins, budget: PortBudget) => unknown;

/** Number of ports that the ranges of a project can still have. */
interface PortBudget {
  ports: number;
}

/** Most ports of a project: ranges of three services that publish every port. */
const MOST_PORTS = 200_000;

const listOfTexts: LongForm = (value) => (typeof value === 'string' ? [value] : value);

/** Keys of a list as the keys of a mapping. */
function keysOf(value: unknown, origins: Origins, each: () => Model | null): unknown {
  if (!Array.isArray(value)) return value;
  const mapping = emptyModel();
  origins.replace(value, mapping);
  for (const [index, key] of value.entries()) {
    mapping[String(key)] = each();
    origins.move(value, index, mapping, String(key));
  }
  return mapping;
}

const dependsOn: LongForm = (value, origins) => {
  const mapping = keysOf(value, origins, () => ({ condition: 'service_started', required: true }));
  if (!isObject(mapping)) return mapping;
  for (const [key, each] of Object.entries(mapping)) {
    if (!isObject(each)) throw new FormError(`has ${quote(key)} with the value ${quote(each)}; must be a mapping`);
    each['condition'] ??= 'service_started';
    each['required'] ??= true;
  }
  return mapping;
};

const envFile: LongForm = (value) => {
  if (typeof value === 'string') return [{ path: value, required: true }];
  if (!Array.isArray(value)) return value;
  for (const [index, entry] of (value as unknown[]).entries()) {
    if (typeof entry === 'string') value[index] = { path: entry, required: true };
    else if (isObject(entry)) entry['required'] ??= true;
  }
  return value as unknown[];
};

const ports: LongForm = (value, origins, budget) => {
  if (!Array.isArray(value)) return value;
  const long: unknown[] = [];
  origins.replace(value, long);
  for (const [index, entry] of value.entries()) {
    const isShort = typeof entry === 'string' || (typeof entry === 'number' && Number.isInteger(entry));
    if (!isShort && !isObject(entry))
      throw new FormError(`has the port ${quote(entry)}; must be an integer, a text or a mapping`);
    if (isObject(entry) && entry['target'] === undefined)
      throw new FormError(`has the item ${index} without a target; must be the port of the container`);
    if (budget.ports <= 0) throw new FormError(`has more than ${MOST_PORTS} ports with those of the other services`);
    for (const port of isShort ? publishedPorts(String(entry)) : [entry]) {
      long.push(port);
      budget.ports -= 1;
      origins.move(value, index, long, long.length - 1);
    }
  }
  return long;
};

function withTarget(value: unknown): unknown {
  if (isObject(value) && value['target'] === undefined)
    throw new FormError('has no target; must be a path in the container');
  return value;
}

const device: LongForm = (value) => {
  if (typeof value !== 'string') return withTarget(value);
  const [source = '', target, permissions = 'rwm', ...more] = value.split(':');
  if (more.length > 0) throw new FormError(`is ${quote(value)}, which has too many colons: use the long form`);
  return { source, target: target === undefined || target === '' ? source : target, permissions };
};

const fileReference: LongForm = (value) => (typeof value === 'string' ? { source: value } : value);

const build: LongForm = (value) => (typeof value === 'string' ? { context: value } : value);

const keyValues: LongForm = (value, origins) => {
  if (!Array.isArray(value)) return value;
  const mapping = emptyModel();
  origins.replace(value, mapping);
  for (const [index, entry] of value.entries()) {
    const [key, ...rest] = String(entry).split('=');
    if (rest.length === 0) throw new FormError(`has the item ${quote(entry)}; must be NAME=VALUE`);
    mapping[String(key)] = rest.join('=');
    origins.move(value, index, mapping, String(key));
  }
  return mapping;
};

const keysOfSsh: LongForm = (value, origins) => {
  if (!Array.isArray(value)) return value;
  const mapping = emptyModel();
  origins.replace(value, mapping);
  for (const [index, entry] of value.entries()) {
    const [id = '', ...path] = String(entry).split('=');
    if (path.length === 0 && id !== 'default')
      throw new FormError(`has the item ${quote(entry)}; must be default or ID=PATH`);
    mapping[id] = path.length === 0 ? null : path.join('=');
    origins.move(value, index, mapping, id);
  }
  return mapping;
};

const asText: LongForm = (value) => (typeof value === 'string' ? value : String(value));

const external: LongForm = (value) => {
  if (!isObject(value) || !isObject(value['external'])) return value;
  const { name } = value['external'];
  value['external'] = true;
  if (name === undefined) return value;
  if (value['name'] !== undefined && value['name'] !== name)
    throw new FormError(`has the name ${quote(value['name'])} and the external name ${quote(name)}: set only name`);
  value['name'] = name;
  return value;
};

const CONTAINER: ReadonlyArray<readonly [string, LongForm]> = [
  ['env_file', envFile],
  ['label_file', listOfTexts],
  ['gpus', (value) => (typeof value === 'string' ? [{ count: 'all' }] : value)],
  ['networks', (value, origins) => keysOf(value, origins, () => null)],
  ['models', (value, origins) => keysOf(value, origins, () => null)],
  ['volumes.*', (value) => (typeof value === 'string' ? mountOf(value) : withTarget(value))],
  // without empty ones, which stand for variables without a value
  ['dns', (value) => (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => each !== '')],
  ['devices.*', device],
  ['secrets.*', fileReference],
  ['configs.*', fileReference],
];

const WORKLOAD: ReadonlyArray<readonly [string, LongForm]> = [
  ['build', build],
  ['build.secrets.*', fileReference],
  ['build.provenance', asText],
  ['build.sbom', asText],
  ['build.additional_contexts', keyValues],
  ['build.ssh', keysOfSsh],
  ['depends_on', dependsOn],
  ['extends', (value) => (typeof value === 'string' ? { service: value } : value)],
  ['ports', ports],
];

const LONG_FORMS = new PathRules<LongForm>([
  ...[...CONTAINER, ...WORKLOAD].flatMap(([path, form]) => [
    [`services.*.${path}`, form] as const,
    [`jobs.*.${path}`, form] as const,
  ]),
  ...CONTAINER.map(([path, form]) => [`services.*.pre_start.*.${path}`, form] as const),
  ['services.*.develop.watch.*.ignore', listOfTexts],
  ['services.*.develop.watch.*.include', listOfTexts],
  ...['networks', 'volumes', 'secrets', 'configs'].map((key) => [`${key}.*`, external] as const),
]);

/** Writes out the short forms of a model that fits the schema. Problems are reported with the path of their value. */
export function writeOutShortForms(
  model: Model,
  origins: Origins,
  report: (pointer: string[], message: string) => void,
): void {
  const budget = { ports: MOST_PORTS };
  visit(model, LONG_FORMS, []);

  function visit(container: Model | unknown[], rules: PathRules<LongForm>, path: string[]): void {
    for (const key of Object.keys(container)) {
      const next = rules.at(key);
      if (next) visitValue(container as Model, key, next, [...path, key]);
    }
  }

  function visitValue(container: Model, key: string, rules: PathRules<LongForm>, path: string[]): void {
    const value = container[key];
    if (value === null || value === undefined) return;
    try {
      if (rules.rule) container[key] = rules.rule(value, origins, budget);
    } catch (error) {
      if (!(error instanceof FormError)) throw error;
      report(path, error.message);
      return;
    }
    const long = container[key];
    if (typeof long === 'object' && long !== null) visit(long as Model, rules, path);
  }
}
