import { quote } from '../../diagnostics/input-error';
import { didYouMean } from '../../diagnostics/nearest-word';
import { isObject, type JsonObject } from '../manifest';
import { quantity } from '../syntax';
import { fieldNames } from './built-in-schema';
import type { SchemaNode, ValueForm } from './schema-node';
import { pathText, pointerOf, type FaultKind, type SchemaFault } from './schema-fault';

/** Largest number of faults that are collected of one value. */
const MOST_FAULTS = 1_000;

/** Largest nesting of a value. Kubernetes' own decoder has a limit of 10,000 levels, and no manifest has a hundred. */
const MAX_DEPTH = 500;

/** Number of unknown fields of one value that are compared with the known ones, because each comparison takes time. */
const MOST_SUGGESTIONS = 20;

/** Returns the faults of a value by its schema, in the order of the value. The status of an object is only checked for types and unknown fields. */
export function schemaFaults(schema: SchemaNode, value: unknown): SchemaFault[] {
  const validation = new Validation();
  validation.visit(schema, value);
  return validation.faults;
}

/** Walk through one value. */
class Validation {
  public readonly faults: SchemaFault[] = [];
  private readonly steps: (string | number)[] = [];
  /** Values that were visited, each with its schema, because an alias can be in many places, or in itself. */
  private readonly seen = new Map<object, SchemaNode | SchemaNode[]>();
  private suggestions = 0;

  public visit(node: SchemaNode, value: unknown): void {
    // JSON has no undefined: the field is left out
    if (value === undefined) return;
    // an explicit null is the same as no value
    if (value !== null && !FORMS[node.form].test(value)) {
      this.wrongType(node, value);
      return;
    }
    if (value !== null) this.visitValue(node, value);
    if (node.constraints !== undefined) this.checkConstraints(node, value);
  }

  private visitValue(node: SchemaNode, value: unknown): void {
    if (node.form === 'object') this.visitObject(node, value as JsonObject);
    else if (node.form === 'array') this.visitList(node, value as unknown[]);
    else this.visitScalar(node, value);
  }

  private visitObject(node: SchemaNode, value: JsonObject): void {
    if (this.isSeen(node, value)) return;
    const { fields, values, required, isClosed } = node;
    for (const key of Object.keys(value)) {
      const field = fields?.get(key) ?? values;
      if (field !== undefined) this.visitAt(key, field, value[key]);
      else if (isClosed === true && value[key] !== undefined) this.unknownField(node, key);
    }
    if (required === undefined || this.isInStatus) return;
    for (const key of required)
      if (
        !Object.hasOwn(value, key) ||
        value[key] === undefined ||
        (value[key] === null && !isNullable(fields?.get(key)))
      )
        this.missing(key, value[key]);
  }

  private visitList({ items }: SchemaNode, value: ReadonlyArray<unknown>): void {
    if (items === undefined || this.isSeen(items, value)) return;
    // an empty object stands for null in a list of objects
    const isNullWrong = items.definition !== undefined && (items.required ?? []).length > 0 && !this.isInStatus;
    for (let i = 0; i < value.length; i += 1)
      if (value[i] === null && isNullWrong) this.missing(i, null);
      else this.visitAt(i, items, value[i]);
  }

  private visitAt(step: string | number, node: SchemaNode, value: unknown): void {
    if (this.faults.length >= MOST_FAULTS) return;
    this.steps.push(step);
    if (this.steps.length > MAX_DEPTH) this.add('type', `is nested more than ${MAX_DEPTH} deep`);
    else this.visit(node, value);
    this.steps.pop();
  }

  private visitScalar(node: SchemaNode, value: unknown): void {
    if (isBeyond(node.limit, value)) {
      const power = Math.log2(node.limit!);
      this.add('type', `is ${quote(value)}; must be from -2^${power} to 2^${power} - 1`);
      return;
    }
    const problem = FORMS[node.form].problem?.(value);
    // a Secret can have plain text
    const instead = node.form === 'bytes' && this.steps[0] === 'data' ? ', or plain text in stringData' : '';
    if (problem !== undefined) this.add('value', problem + instead);
    if (node.enum === undefined || this.isInStatus || node.enum.includes(value)) return;
    // an empty text is the same as no value, except in a list
    if (value === '' && typeof this.steps.at(-1) !== 'number') return;
    const later = laterText(node, value);
    const guess = typeof value === 'string' && later === '' ? this.guess(value, node.enum.map(String)) : '';
    this.add('value', `is ${quote(value)}${later}; must be ${oneOf(node.enum.filter((each) => each !== ''))}${guess}`);
  }

  private checkConstraints(node: SchemaNode, value: unknown): void {
    for (const { steps, message } of node.constraints?.check(value) ?? []) {
      this.steps.push(...steps);
      this.add('value', message);
      this.steps.length -= steps.length;
    }
  }

  private wrongType({ form }: SchemaNode, value: unknown): void {
    const { name } = FORMS[form];
    const said = Array.isArray(value)
      ? 'a list'
      : isObject(value)
        ? 'an object'
        : `the ${typeName(value)} ${quote(value)}`;
    this.add('type', `is ${said}; must be ${name}`, conversion(form, value));
  }

  private unknownField({ definition, fields }: SchemaNode, key: string): void {
    const known = definition === undefined ? (fields?.keys() ?? []) : fieldNames(definition);
    const guess = this.guess(key, known);
    this.steps.push(key);
    this.faults.push({
      kind: 'unknown',
      path: pointerOf(this.steps),
      message: `unknown field ${pathText(this.steps)}${guess}`,
      definition,
      field: key,
    });
    this.steps.pop();
  }

  private missing(step: string | number, value: unknown): void {
    this.steps.push(step);
    this.add('missing', value === null ? 'is null; must have a value' : 'is missing; must have a value');
    this.steps.pop();
  }

  private add(kind: FaultKind, message: string, fix?: string): void {
    const where = this.steps.length === 0 ? 'the object' : pathText(this.steps);
    this.faults.push({
      kind,
      path: pointerOf(this.steps),
      message: `${where} ${message}`,
      ...(fix !== undefined && { fix }),
    });
  }

  private guess(word: string, known: Iterable<string>): string {
    this.suggestions += 1;
    return this.suggestions > MOST_SUGGESTIONS ? '' : didYouMean(word, known);
  }

  /** True below the status of an object, which controllers write and the API server ignores. */
  private get isInStatus(): boolean {
    return this.steps[0] === 'status';
  }

  private isSeen(node: SchemaNode, value: object): boolean {
    const before = this.seen.get(value);
    if (before === undefined) {
      this.seen.set(value, node);
      return false;
    }
    const list = Array.isArray(before) ? before : [before];
    if (list.includes(node)) return true;
    this.seen.set(value, [...list, node]);
    return false;
  }
}

/** Test of a form, and its name in a message. */
interface Form {
  readonly test: (value: unknown) => boolean;
  readonly name: string;
  /** Returns what is wrong with a value of the right type; undefined if nothing is. */
  readonly problem?: (value: unknown) => string | undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';

const FORMS: Readonly<Record<ValueForm, Form>> = {
  any: { test: () => true, name: 'any value' },
  array: { test: Array.isArray, name: 'a list' },
  boolean: { test: (value) => typeof value === 'boolean', name: 'true or false, without quotes' },
  bytes: { test: isText, name: 'a string', problem: base64Problem },
  'int-or-string': { test: (value) => isText(value) || isWhole(value), name: 'a whole number or a string' },
  integer: { test: isWhole, name: 'a whole number, without quotes' },
  number: { test: (value) => typeof value === 'number' || typeof value === 'bigint', name: 'a number, without quotes' },
  object: { test: isObject, name: 'an object' },
  quantity: {
    test: (value) => isText(value) || typeof value === 'number' || typeof value === 'bigint',
    name: 'a quantity, such as 100m or 64Mi',
    problem: (value) => {
      // the API server reads the sign of every quantity, and forbids it in most places; a bare sign is zero
      const isRight = /^[+-]$/.test(String(value)) || quantity('', String(value).replace(/^-/, '')) === undefined;
      return isRight ? undefined : `is ${quote(value)}; must be a quantity, such as 100m or 64Mi`;
    },
  },
  string: { test: isText, name: 'a string' },
  time: { test: isText, name: 'a time, such as "2030-01-31T12:00:00Z"', problem: timeProblem },
};

function isWhole(value: unknown): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function isBeyond(limit: number | undefined, value: unknown): boolean {
  if (limit === undefined || typeof value === 'string') return false;
  return !(Number(value) >= -limit && Number(value) < limit);
}

function base64Problem(value: unknown): string | undefined {
  const text = (value as string).replace(/[\r\n]/g, '');
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? undefined : 'is not base64; must be base64';
}

function timeProblem(value: unknown): string | undefined {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$/.test(value as string);
  return isTime ? undefined : `is ${quote(value)}; must be a time, such as "2030-01-31T12:00:00Z"`;
}

function isNullable(node: SchemaNode | undefined): boolean {
  return node?.form === 'any' || node?.acceptsNull === true;
}

function typeName(value: unknown): string {
  return typeof value === 'bigint' ? 'number' : typeof value;
}

/** Returns how to write a value with the right type; undefined if that is not clear. */
function conversion(form: ValueForm, value: unknown): string | undefined {
  if (form === 'string' && ['boolean', 'number', 'bigint'].includes(typeof value))
    // the text of 1.30 is not known: the number is 1.3
    return Number.isSafeInteger(value) || typeof value !== 'number'
      ? `put the value in quotes: "${String(value)}"`
      : 'put the value in quotes';
  if (form === 'boolean' && (value === 'true' || value === 'false')) return `remove the quotes: ${value}`;
  if ((form === 'integer' || form === 'number') && typeof value === 'string' && /^-?\d{1,15}$/.test(value))
    return `remove the quotes: ${value}`;
  return undefined;
}

/** Returns which versions allow a value that the version of the schema does not; empty for a value of no version. */
function laterText({ laterValues }: SchemaNode, value: unknown): string {
  const since = laterValues?.get(String(value));
  if (since === undefined) return '';
  return since === Number.POSITIVE_INFINITY
    ? ', which Kubernetes allows only behind a feature gate'
    : `, which Kubernetes allows from 1.${since}`;
}

/** Returns alternatives as text. */
function oneOf(values: ReadonlyArray<unknown>): string {
  const texts = values.slice(0, 12).map((each) => (typeof each === 'string' && each !== '' ? each : quote(each)));
  const more = values.length > texts.length ? [`${values.length - texts.length} others`] : [];
  const all = [...texts, ...more];
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} or ${all.at(-1)!}`;
}
