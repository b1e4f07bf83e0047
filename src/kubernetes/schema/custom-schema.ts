import { quote } from '../../diagnostics/input-error';
import { isObject, isSameJson, type JsonObject } from '../manifest';
import { builtInSchema, OBJECT_META } from './built-in-schema';
import { matchesPattern } from './linear-pattern';
import type { ConstraintProblem, Constraints, SchemaNode, ValueForm } from './schema-node';

/** Largest nesting of the schema of a custom resource. */
const MAX_DEPTH = 200;

/** Largest number of schemas that the alternatives of one value are compared with, because each repeats the work. */
const MOST_COMPARISONS = 100_000;

/**
 * Returns the schema of a custom resource from the structural schema of its definition.
 * @param json `openAPIV3Schema` of a version
 * @param minor minor version of Kubernetes, for the metadata
 */
export function customSchema(json: JsonObject, minor: number): SchemaNode {
  return nodeOf(json, minor, 0, true);
}

const FORMS: Readonly<Record<string, ValueForm>> = {
  array: 'array',
  boolean: 'boolean',
  integer: 'integer',
  number: 'number',
  object: 'object',
  string: 'string',
};

const LIMITS: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63 };

function nodeOf(json: JsonObject, minor: number, depth: number, isResource: boolean): SchemaNode {
  if (depth > MAX_DEPTH) return { form: 'any' };
  const { items, additionalProperties, required, properties, format } = json;
  const child = (value: unknown): SchemaNode =>
    isObject(value)
      ? nodeOf(value, minor, depth + 1, value['x-kubernetes-embedded-resource'] === true)
      : { form: 'any' };
  const form = formOf(json);
  const constraints = constraintsOf(json, form);
  if (form === 'array') return { form, items: child(items), constraints };
  if (form === 'integer') return { form, limit: LIMITS[String(format)] ?? 2 ** 63, constraints };
  if (form !== 'object') return { form, constraints };
  const fields = new Map(
    isObject(properties) ? Object.entries(properties).map(([name, value]) => [name, child(value)]) : [],
  );
  if (isResource) {
    for (const name of ['apiVersion', 'kind']) fields.set(name, { form: 'string' });
    fields.set('metadata', metadata(fields.get('metadata'), minor));
  }
  const isOpen = json['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true;
  return {
    form,
    fields,
    required: Array.isArray(required) ? required.filter((each) => typeof each === 'string') : [],
    isClosed: !isOpen && !isObject(additionalProperties),
    ...(isObject(additionalProperties) && { values: child(additionalProperties) }),
    constraints,
  };
}

/** Returns the schema of metadata. A custom resource may only restrict its name. */
function metadata(own: SchemaNode | undefined, minor: number): SchemaNode {
  const common = builtInSchema(OBJECT_META, minor);
  const name = own?.fields?.get('name');
  if (name?.constraints === undefined) return common;
  return {
    form: 'object',
    definition: OBJECT_META,
    isClosed: true,
    fields: new Map([...(common.fields ?? []), ['name', name]]),
  };
}

function formOf(json: JsonObject): ValueForm {
  if (json['x-kubernetes-int-or-string'] === true) return 'int-or-string';
  const { type } = json;
  // a structural schema has a type for every value, except where it accepts all
  return typeof type === 'string' && Object.hasOwn(FORMS, type) ? FORMS[type]! : 'any';
}

function constraintsOf(json: JsonObject, form: ValueForm): Constraints | undefined {
  const isNullable = json['nullable'] === true || form === 'any' || Object.hasOwn(json, 'default');
  const rules = rulesOf(json);
  if (isNullable && rules.length === 0) return undefined;
  return {
    check(value) {
      if (value === undefined) return [];
      if (value === null)
        return isNullable ? [] : [{ steps: [], message: 'is null; must have a value, or be left out' }];
      const budget = { left: MOST_COMPARISONS };
      return rules.flatMap((each) => each(value, budget));
    },
  };
}

interface Budget {
  left: number;
}

type Rule = (value: unknown, budget: Budget) => ConstraintProblem[];

/** Returns the rules of a schema for a value itself; rules of its fields belong to their own schemas. */
function rulesOf(json: JsonObject): Rule[] {
  return [...valueRules(json), ...sizeRules(json), ...listRules(json), ...alternativeRules(json)];
}

function rule(test: (value: unknown) => string | undefined): Rule {
  return (value) => {
    const message = test(value);
    return message === undefined ? [] : [{ steps: [], message }];
  };
}

function valueRules(json: JsonObject): Rule[] {
  const { enum: values, pattern } = json;
  const rules: Rule[] = [];
  if (Array.isArray(values))
    rules.push(
      rule((value) =>
        values.some((each) => isSameJson(each, value))
          ? undefined
          : `is ${quote(value)}; must be ${values
              .slice(0, 12)
              .map((each) => (typeof each === 'string' && each !== '' ? each : quote(each)))
              .join(' or ')}`,
      ),
    );
  if (typeof pattern === 'string')
    rules.push(
      rule((value) =>
        typeof value !== 'string' || matchesPattern(pattern, value) !== false
          ? undefined
          : `is ${quote(value)}; must match ${quote(pattern)}`,
      ),
    );
  return rules;
}

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function sizeRules(json: JsonObject): Rule[] {
  const rules: Rule[] = [];
  const limit = (keyword: string, sizeOf: (value: unknown) => number | undefined, unit: string): void => {
    const bound = number(json[keyword]);
    if (bound === undefined) return;
    const isMinimum = keyword.startsWith('min');
    const isExclusive = json[isMinimum ? 'exclusiveMinimum' : 'exclusiveMaximum'] === true && unit === '';
    rules.push(
      rule((value) => {
        const size = sizeOf(value);
        if (size === undefined || (isMinimum ? size > bound : size < bound) || (size === bound && !isExclusive))
          return undefined;
        const what = unit === '' ? `is ${size}` : `has ${size} ${unit}`;
        const allowed = isExclusive ? (isMinimum ? 'more than' : 'less than') : isMinimum ? 'at least' : 'at most';
        return `${what}; must ${unit === '' ? 'be' : 'have'} ${allowed} ${bound}`;
      }),
    );
  };
  const length = (value: unknown): number | undefined => (typeof value === 'string' ? [...value].length : undefined);
  const items = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined);
  const fields = (value: unknown): number | undefined => (isObject(value) ? Object.keys(value).length : undefined);
  limit('minimum', number, '');
  limit('maximum', number, '');
  limit('minLength', length, 'characters');
  limit('maxLength', length, 'characters');
  limit('minItems', items, 'items');
  limit('maxItems', items, 'items');
  limit('minProperties', fields, 'fields');
  limit('maxProperties', fields, 'fields');
  const step = number(json['multipleOf']);
  if (step !== undefined && step > 0)
    rules.push(
      rule((value) =>
        typeof value !== 'number' || Math.abs(value / step - Math.round(value / step)) < 1e-9
          ? undefined
          : `is ${value}; must be a multiple of ${step}`,
      ),
    );
  return rules;
}

/** Rules of lists whose items must differ: sets, and lists that are maps by some keys of their items. */
function listRules(json: JsonObject): Rule[] {
  const type = json['x-kubernetes-list-type'];
  const keys = json['x-kubernetes-list-map-keys'];
  const isSet = type === 'set' || json['uniqueItems'] === true;
  if (!isSet && !(type === 'map' && Array.isArray(keys))) return [];
  const identity = (item: unknown): string | undefined => {
    if (isSet) return JSON.stringify(item);
    return isObject(item) ? JSON.stringify((keys as unknown[]).map((key) => item[String(key)] ?? null)) : undefined;
  };
  return [
    (value) => {
      if (!Array.isArray(value)) return [];
      const seen = new Set<string>();
      return value.flatMap((item, i): ConstraintProblem[] => {
        const id = identity(item);
        if (id === undefined || !seen.has(id)) {
          if (id !== undefined) seen.add(id);
          return [];
        }
        return [
          {
            steps: [i],
            message: isSet
              ? `is ${quote(item)} again; items must differ`
              : `has the same ${(keys as unknown[]).join(' and ')} as another item; must differ`,
          },
        ];
      });
    },
  ];
}

function alternativeRules(json: JsonObject): Rule[] {
  const rules: Rule[] = [];
  const list = (keyword: string): JsonObject[] => {
    const value = json[keyword];
    return Array.isArray(value) ? value.filter(isObject) : [];
  };
  const [all, any, one] = ['allOf', 'anyOf', 'oneOf'].map(list);
  for (const each of all ?? []) rules.push((value, budget) => partProblems(each, value, budget));
  if (any !== undefined && any.length > 0)
    rules.push((value, budget) =>
      any.some((each) => fits(each, value, budget)) ? [] : [{ steps: [], message: alternatives(any, 'at least one') }],
    );
  if (one !== undefined && one.length > 0)
    rules.push((value, budget) => {
      const fitting = one.filter((each) => fits(each, value, budget)).length;
      return fitting === 1 || budget.left <= 0
        ? []
        : [{ steps: [], message: `${alternatives(one, 'exactly one')}, and has ${fitting}` }];
    });
  const not = json['not'];
  if (isObject(not))
    rules.push((value, budget) =>
      fits(not, value, budget) && budget.left > 0
        ? [{ steps: [], message: 'has a combination of fields or values that its schema forbids' }]
        : [],
    );
  return rules;
}

/** Returns what alternatives are about: the fields that they require, if that is all. */
function alternatives(schemas: ReadonlyArray<JsonObject>, count: string): string {
  const required = schemas.map((each) => each['required']).filter(Array.isArray);
  return required.length === schemas.length
    ? `must have ${count} of ${required.map((names) => names.join(' with ')).join(', ')}`
    : `must match ${count} of the forms in its schema`;
}

function fits(json: JsonObject, value: unknown, budget: Budget): boolean {
  // with too much to compare, nothing is found
  if (budget.left <= 0) return true;
  return partProblems(json, value, budget).length === 0;
}

/** Returns the problems of a value by a part of a schema, which describes fields, but does not close them. */
function partProblems(json: JsonObject, value: unknown, budget: Budget): ConstraintProblem[] {
  budget.left -= 1;
  if (budget.left <= 0) return [];
  const form = formOf(json);
  if (!hasForm(form, value)) return [{ steps: [], message: `must be of the type ${form}` }];
  const own = rulesOf(json).flatMap((each) => each(value, budget));
  const { properties, items, additionalProperties, required } = json;
  const below = (step: string | number, child: unknown, part: unknown): ConstraintProblem[] =>
    isObject(child)
      ? partProblems(child, part, budget).map(({ steps, message }) => ({ steps: [step, ...steps], message }))
      : [];
  if (Array.isArray(value)) return [...own, ...value.flatMap((item, i) => below(i, items, item))];
  if (!isObject(value)) return own;
  const known = isObject(properties) ? properties : {};
  const missing = (Array.isArray(required) ? required : []).filter((name) => !Object.hasOwn(value, String(name)));
  return [
    ...own,
    ...missing.map((name) => ({ steps: [String(name)], message: 'is missing; must have a value' })),
    ...Object.entries(value).flatMap(([key, part]) =>
      below(key, Object.hasOwn(known, key) ? known[key] : additionalProperties, part),
    ),
  ];
}

function hasForm(form: ValueForm, value: unknown): boolean {
  switch (form) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'int-or-string':
      return Number.isInteger(value) || typeof value === 'string';
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value === form;
    case 'any':
    case 'bytes':
    case 'quantity':
    case 'time':
      return true;
  }
}
