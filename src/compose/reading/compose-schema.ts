import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import { isObject, type JsonObject } from '../../kubernetes/manifest';

let validator: ValidateFunction | undefined;

/** Returns the violations of the schema of the Compose Specification in a model: every one, with its path. */
export function schemaViolations(model: JsonObject): ReadonlyArray<ErrorObject> {
  validator ??= compiled();
  return validator(model) ? [] : (validator.errors ?? []);
}

/** Reads the schema of the Compose Specification. */
export function composeSchema(): JsonObject {
  const folder = dirname(require.resolve('cdk8s-secure-edge/package.json'));
  return JSON.parse(readFileSync(join(folder, 'schemas/compose-spec.json'), 'utf8')) as JsonObject;
}

function compiled(): ValidateFunction {
  // loaded here, because every other command does without it
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, verbose: true });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', validate: hasUniqueItems, errors: false });
  return ajv.compile(flattened(composeSchema()));
}

/** Checks a list for duplicates in linear time: that of the validator is quadratic. */
function hasUniqueItems(isRequired: boolean, items: ReadonlyArray<unknown>): boolean {
  return !isRequired || new Set(items.map((item) => JSON.stringify(item))).size === items.length;
}

/**
 * Returns the schema with the parts of each `allOf` written into its object. Errors about a key then have the list of all
 * keys that are allowed beside it.
 */
function flattened(schema: JsonObject): AnySchemaObject {
  const definitions = schema['$defs'] as Record<string, JsonObject>;
  return {
    ...schema,
    $defs: Object.fromEntries(Object.entries(definitions).map(([name, each]) => [name, whole(each)])),
  };

  function whole(definition: JsonObject): JsonObject {
    const { allOf, unevaluatedProperties, ...own } = definition;
    if (!Array.isArray(allOf)) return definition;
    const parts = allOf.map((part: JsonObject) => definitions[String(part['$ref']).replace('#/$defs/', '')] ?? {});
    return {
      ...own,
      type: 'object',
      properties: merged([...parts, own], 'properties'),
      patternProperties: merged([...parts, own], 'patternProperties'),
      additionalProperties: unevaluatedProperties,
    };
  }
}

function merged(parts: ReadonlyArray<JsonObject>, key: string): JsonObject {
  return Object.assign({}, ...parts.map((part) => part[key]).filter(isObject)) as JsonObject;
}
