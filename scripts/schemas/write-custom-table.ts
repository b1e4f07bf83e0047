/**
 * Writes the table of the custom resources that the package knows: `src/kubernetes/schema/custom-table.ts`. Decision 32 names the
 * projects that they come from.
 *
 * Usage: write-custom-table.ts FOLDER. The folder has the CustomResourceDefinitions as YAML files.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../lib/repository';

type Json = Record<string, unknown>;

/** Keywords that the library reads. Descriptions are most of a schema. */
const KEYWORDS = new Set(
  (
    'type properties required items additionalProperties enum pattern format minimum maximum exclusiveMinimum exclusiveMaximum ' +
    'multipleOf minLength maxLength minItems maxItems uniqueItems minProperties maxProperties nullable oneOf anyOf allOf not ' +
    'x-kubernetes-preserve-unknown-fields x-kubernetes-int-or-string x-kubernetes-embedded-resource x-kubernetes-list-type ' +
    'x-kubernetes-list-map-keys'
  ).split(' '),
);

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stripped(schema: Json): Json {
  const child = (value: unknown): unknown => (isObject(value) ? stripped(value) : value);
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
      // only that there is a default matters
      if (key === 'default') return [[key, 0]];
      if (!KEYWORDS.has(key)) return [];
      if (key === 'properties' && isObject(value))
        return [[key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, child(each)]))]];
      return [[key, Array.isArray(value) ? value.map(child) : child(value)]];
    }),
  );
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: write-custom-table.ts FOLDER');
const lines = readdirSync(folder)
  .filter((file) => /\.ya?ml$/.test(file))
  .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((each) => each.toJS() as unknown))
  .filter(isObject)
  .map(({ spec }) => {
    const { group, names, scope, versions } = spec as {
      group: string;
      names: { kind: string };
      scope: string;
      versions: { name: string; served: boolean; schema: { openAPIV3Schema: Json } }[];
    };
    const served = versions.filter((each) => each.served);
    const schemas = Object.fromEntries(served.map(({ name, schema }) => [name, stripped(schema.openAPIV3Schema)]));
    const packed = brotliCompressSync(JSON.stringify(schemas), {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_LGWIN]: 22 },
    });
    return `${group}/${names.kind} ${scope === 'Cluster' ? 'cluster' : 'namespaced'} ${packed.toString('base64')}`;
  })
  .sort();
const text = `// written by scripts/schemas/write-custom-table.ts

/** Custom resources: group and kind, scope, and the schemas of its versions as JSON, compressed with Brotli. */
export const CUSTOM_TABLE = \`
${lines.join('\n')}
\`;
`;
writeFileSync(join(ROOT, 'src/kubernetes/schema/custom-table.ts'), text);
console.log(`custom-table.ts: ${lines.length} kinds, ${text.length} bytes`);
