import { isIPv4, isIPv6 } from 'node:net';
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
  return nodeOf(json, minor, 0, { isResource: true });
}

/** Place of a schema. */
interface SchemaPlace {
  /** True for an object with an apiVersion, a kind and metadata. @default false */
  readonly isResource?: boolean;
  /** True for the items of a list. @default false */
  readonly isItem?: boolean;
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

interface Format {
  readonly test: (text: string) => boolean;
  readonly name: string;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const UUID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DATE_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]\d\d:\d\d/;

/** Formats of texts that the API server checks. It ignores unknown ones. */
const FORMATS: Readonly<Record<string, Format>> = {
  byte: { test: (text) => text.length % 4 === 0 && BASE64.test(text), name: 'base64' },
  cidr: { test: isCidr, name: 'a range of addresses, such as 10.0.0.0/8' },
  date: { test: (text) => DATE.test(text), name: 'a date, such as 2030-01-31' },
  'date-time': { test: (text) => DATE_TIME.test(text), name: 'a time, such as 2030-01-31T12:00:00Z' },
  ipv4: { test: (text) => isIPv4(text), name: 'an IPv4 address' },
  ipv6: { test: (text) => isIPv6(text), name: 'an IPv6 address' },
  uuid: { test: (text) => UUID.test(text), name: 'a UUID' },
};

function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  const size = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return slash > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= size;
}

function nodeOf(json: JsonObject, minor: number, depth: number, place: SchemaPlace): SchemaNode {
  const node = nodeWithoutNull(json, minor, depth, place);
  return acceptsNull(json, node.form) ? { ...node, acceptsNull: true } : node;
}

/** Returns true if null is a value, or if the API server replaces it with a default. */
function acceptsNull(json: JsonObject, form: ValueForm): boolean {
  return json['nullable'] === true || form === 'any' || hasDefault(json);
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function hasDefault(json: unknown): boolean {
  return isObject(json) && json['default'] !== undefined && json['default'] !== null;
}

function nodeWithoutNull(
  json: JsonObject,
  minor: number,
  depth: number,
  { isResource = false, isItem = false }: SchemaPlace,
): SchemaNode {
  if (depth > MAX_DEPTH) return { form: 'any' };
  const { items, additionalProperties, required, properties, format } = json;
  const child = (value: unknown, isChildItem = false): SchemaNode =>
    isObject(value)
      ? nodeOf(value, minor, depth + 1, {
          isResource: value['x-kubernetes-embedded-resource'] === true,
          isItem: isChildItem,
        })
      : { form: 'any' };
  const form = formOf(json);
  const constraints = constraintsOf(json, form, isItem);
  if (form === 'array') return { form, items: child(items, true), constraints };
  if (form === 'integer')
    return {
      form,
      limit: (typeof format === 'string' && Object.hasOwn(LIMITS, format) ? LIMITS[format] : undefined) ?? 2 ** 63,
      constraints,
    };
  if (form !== 'object') return { form, constraints };
  const own = isObject(properties) ? properties : {};
  const fields = new Map(Object.entries(own).map(([name, value]) => [name, child(value)]));
  // the API server sets defaults before it looks for required fields
  const needed = textsIn(required).filter((each) => !(Object.hasOwn(own, each) && hasDefault(own[each])));
  if (isResource) {
    needed.push(...['apiVersion', 'kind'].filter((name) => !needed.includes(name)));
    for (const name of ['apiVersion', 'kind']) fields.set(name, { form: 'string' });
    fields.set('metadata', metadata(fields.get('metadata'), minor));
  }
  const isOpen = json['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true;
  return {
    form,
    fields,
    required: needed,
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

/** @param isItem true for the items of a list */
function constraintsOf(json: JsonObject, form: ValueForm, isItem: boolean): Constraints | undefined {
  const isNullable = acceptsNull(json, form);
  const rules = rulesOf(json);
  if (rules.length === 0 && (isNullable || !isItem)) return undefined;
  return {
    check(value) {
      if (value === undefined) return [];
      // the API server removes a field that is null and must not be; an item stays
      if (value === null) return isNullable || !isItem ? [] : [{ steps: [], message: 'is null; must have a value' }];
      const budget = { left: MOST_COMPARISONS };
      const kept = withoutRemovedFields(json, value);
      return rules.flatMap((each) => each(kept, budget));
    },
  };
}

/** Returns a value without the fields that the API server removes, because they are null and must not be. */
function withoutRemovedFields({ properties, additionalProperties }: JsonObject, value: unknown): unknown {
  if (!isObject(value) || !Object.values(value).includes(null)) return value;
  const known = isObject(properties) ? properties : {};
  const isRemoved = (key: string): boolean => {
    const schema = Object.hasOwn(known, key) ? known[key] : additionalProperties;
    return isObject(schema) && !acceptsNull(schema, formOf(schema));
  };
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => each !== null || !isRemoved(key)));
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
  const { enum: values, format, pattern } = json;
  const rules: Rule[] = [];
  const syntax = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (syntax !== undefined)
    rules.push(
      rule((value) =>
        typeof value !== 'string' || syntax.test(value) ? undefined : `is ${quote(value)}; must be ${syntax.name}`,
      ),
    );
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
  const keys = textsIn(json['x-kubernetes-list-map-keys']);
  const isSet = type === 'set' || json['uniqueItems'] === true;
  if (!isSet && !(type === 'map' && keys.length > 0)) return [];
  const identity = (item: unknown): string | undefined => {
    if (isSet) return JSON.stringify(item);
    return isObject(item) ? JSON.stringify(keys.map((key) => item[key] ?? null)) : undefined;
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
              : `has the same ${keys.join(' and ')} as another item; must differ`,
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
  const required = schemas.map((each) => textsIn(each['required'])).filter((names) => names.length > 0);
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
  const missing = textsIn(required).filter((name) => !Object.hasOwn(value, name));
  return [
    ...own,
    ...missing.map((name) => ({ steps: [name], message: 'is missing; must have a value' })),
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
