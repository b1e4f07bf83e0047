import type { ErrorObject } from 'ajv';
import { quote } from '../../diagnostics/input-error';
import { didYouMean } from '../../diagnostics/nearest-word';
import { isObject, type JsonObject } from '../../kubernetes/manifest';
import { schemaViolations } from './compose-schema';
import { nameOf } from './interpolated-document';
import { type Origins, pointerStep } from './origins';
import type { ReadingProblems } from './reading-problems';

/** Reports every violation of the schema of the Compose Specification in a model. */
export function reportSchemaProblems(
  model: JsonObject,
  origins: Origins,
  problems: ReadingProblems,
  file: string,
): void {
  for (const { pointer, message } of messagesOf(schemaViolations(model)))
    problems.add(origins.placeAt(model, pointer) ?? { file, line: 1 }, message);
}

interface Message {
  readonly pointer: string;
  readonly message: string;
}

/** Keywords that combine schemas: their parts report what is wrong. */
const COMBINING = new Set(['oneOf', 'anyOf', 'allOf', '$ref', 'if']);

function messagesOf(violations: ReadonlyArray<ErrorObject>): Message[] {
  const found = violations.filter(({ keyword }) => !COMBINING.has(keyword));
  const inside = new Set(found.flatMap(({ instancePath }) => pathsAround(instancePath)));
  const exact = new Set(found.filter(({ keyword }) => keyword !== 'type').map(({ instancePath }) => instancePath));
  const types = new Map<string, { readonly names: Set<string>; readonly value: unknown }>();
  const messages: Message[] = [];
  for (const error of found) {
    const { instancePath, keyword } = error;
    if (keyword !== 'type') messages.push(messageOf(error));
    else if (!inside.has(instancePath) && !exact.has(instancePath)) addTypes(types, error);
  }
  for (const [pointer, { names, value }] of types) {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    const hint = isPlain && names.has('a text') ? `: write it in quotes, such as "${String(value)}"` : '';
    messages.push({
      pointer,
      message: `${nameOf(pointer)} is ${described(value)}; must be ${listed([...names])}${hint}`,
    });
  }
  return messages;
}

function pathsAround(pointer: string): string[] {
  const steps = pointer.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  null: 'empty',
};

function addTypes(
  types: Map<string, { readonly names: Set<string>; readonly value: unknown }>,
  { instancePath, params, data }: ErrorObject,
): void {
  const { names, value } = types.get(instancePath) ?? { names: new Set<string>(), value: data };
  types.set(instancePath, { names, value });
  const given = (params as { type: string | string[] }).type;
  for (const type of Array.isArray(given) ? given : [given]) names.add(TYPE_NAMES[type] ?? type);
}

function described(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'a mapping' : quote(value);
}

function listed(names: ReadonlyArray<string>): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Number of keys up to which a message lists them. */
const FEW = 12;

function messageOf({ instancePath, keyword, params, parentSchema, data }: ErrorObject): Message {
  const path = nameOf(instancePath);
  const subject = path === '' ? 'the file' : path;
  const say = (message: string): Message => ({ pointer: instancePath, message });
  const limit = params as { limit?: number; allowedValues?: unknown[]; pattern?: string; missingProperty?: string };
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(
        instancePath,
        String((params as { additionalProperty: unknown }).additionalProperty),
        parentSchema,
      );
    case 'required':
      return say(`${subject} has no key ${JSON.stringify(limit.missingProperty)}, which is required`);
    case 'enum':
      return say(`${subject} is ${described(data)}; must be ${listed((limit.allowedValues ?? []).map(quote))}`);
    case 'pattern':
      return say(`${subject} is ${described(data)}; must match ${String(limit.pattern)}`);
    case 'minimum':
      return say(`${subject} is ${described(data)}; must be at least ${limit.limit}`);
    case 'maximum':
      return say(`${subject} is ${described(data)}; must be at most ${limit.limit}`);
    case 'uniqueItems':
      return say(`${subject} has an item twice: delete one`);
    default:
      return say(`${subject} is ${described(data)}, which the Compose Specification does not allow (${keyword})`);
  }
}

function unknownKey(pointer: string, key: string, schema: unknown): Message {
  const at = `${pointer}/${pointerStep(key)}`;
  const path = nameOf(pointer);
  const known = isObject(schema) && isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const where = path === '' ? 'the file' : path;
  if (known.length === 0)
    return {
      pointer: at,
      message: `${where} has the name ${quote(key)}; a name can have letters, digits, dots, underscores and hyphens`,
    };
  const hint = didYouMean(key, known);
  const rest = hint === '' && known.length <= FEW ? `; the allowed keys are ${known.join(', ')}` : hint;
  return { pointer: at, message: `${where} has the unknown key ${quote(key)}${rest}` };
}
