/**
 * Writes the tables of Kubernetes' kinds and of the fields of each: `src/kubernetes/schema/kinds-table.ts` and
 * `definitions-table.ts`. Decision 32 describes their source and form.
 *
 * Usage: write-tables.ts. It needs Python 3 and Go, which install the sources in their caches.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../lib/command';
import { pythonWith, SCHEMAS } from '../lib/kubernetes-validate';
import { ROOT } from '../lib/repository';
import { goTypes, type GoTypes } from './go-types';
import { valueLines } from './value-versions';

/** Lock files of the packages with the schemas, the oldest first. */
const SOURCES = ['kubernetes-1.10-to-1.24.txt', 'kubernetes-1.25-to-1.37.txt'];

/** Modules with the scope of kinds. The older ones have kinds that the newest does not. */
const MODULES: ReadonlyArray<readonly [module: string, folder: string]> = [
  ['k8s.io/api@v0.17.17', '.'],
  ['k8s.io/api@v0.27.16', '.'],
  ['k8s.io/api@v0.30.14', '.'],
  ['k8s.io/apiextensions-apiserver@v0.37.2', 'pkg/apis'],
  ['k8s.io/kube-aggregator@v0.37.2', 'pkg/apis'],
  ['k8s.io/api@v0.37.2', '.'],
];

/** Kinds of an apiVersion that no manifest has. */
const NO_OBJECT = /(List|DeleteOptions|WatchEvent|Status|Scale|Rollback|Options)$/;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
  readonly oneOf?: Schema[];
  readonly 'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

type Definitions = Readonly<Record<string, Schema>>;

/** Definitions whose values have a form of their own, which the schemas do not contain, or contain in part. */
const FORMS: Readonly<Record<string, string>> = {
  'apimachinery.api.resource.Quantity': 'quantity',
  'apimachinery.util.intstr.IntOrString': 'int-or-string',
  'apimachinery.runtime.RawExtension': 'object',
  'meta.v1.FieldsV1': 'object',
  'meta.v1.Fields': 'object',
  'meta.v1.Patch': 'object',
  'meta.v1.MicroTime': 'time',
  'meta.v1.Time': 'time',
};

function shortName(name: string): string {
  return name
    .replace('io.k8s.kubernetes.pkg.apis.', '')
    .replace('io.k8s.api.', '')
    .replace('io.k8s.apimachinery.pkg.apis.', '')
    .replace('io.k8s.apimachinery.pkg.', 'apimachinery.')
    .replace(/io\.k8s\.[a-z-]+\.pkg\.apis\./, '');
}

function refName(ref: string): string {
  return shortName(ref.slice(ref.lastIndexOf('/') + 1));
}

function readDefinitions(): Map<number, Definitions> {
  const all = new Map<number, Definitions>();
  for (const lock of SOURCES) {
    const files = JSON.parse(command(pythonWith(lock), [join(SCHEMAS, 'definitions.py')])) as Record<string, string>;
    for (const [minor, file] of Object.entries(files)) {
      const content = JSON.parse(readFileSync(file, 'utf8')) as { definitions?: Definitions; $defs?: Definitions };
      const definitions = Object.entries(content.definitions ?? content.$defs ?? {});
      // old versions have a second name for each definition, which only refers to the first
      all.set(
        Number(minor),
        Object.fromEntries(
          definitions.filter(([, each]) => each.$ref === undefined).map(([name, each]) => [shortName(name), each]),
        ),
      );
    }
  }
  return new Map([...all].sort(([a], [b]) => a - b));
}

/** Returns the type of a schema in the notation of the table. */
function typeOf(schema: Schema, place: string, go: GoTypes, definitions: Definitions): string {
  if (schema.$ref !== undefined) {
    const name = refName(schema.$ref);
    if (FORMS[name] !== undefined) return FORMS[name];
    const target = definitions[name];
    if (target === undefined) throw new Error(`${place}: no definition ${name}`);
    if (target.properties !== undefined) return name;
    return typeOf(target, name, go, definitions);
  }
  const type = [schema.type].flat().find((each) => each !== 'null');
  switch (type) {
    case undefined:
      return 'any';
    case 'array':
      return `[]${typeOf(schema.items ?? {}, place, go, definitions)}`;
    case 'object':
      return schema.additionalProperties
        ? `{}${typeOf(schema.additionalProperties, place, go, definitions)}`
        : 'object';
    case 'integer':
      return schema.format ?? 'int64';
    case 'string': {
      if (schema.format === 'byte') return 'bytes';
      if (schema.format === 'date-time') return 'time';
      const named = go.fields.get(place);
      return named !== undefined && go.enums.has(named) ? `enum:${named}` : 'string';
    }
    default:
      return type;
  }
}

/** Values by minor version, in the notation of the table: one value, or `FROM-TO=VALUE` for each run of versions. */
function runs(values: ReadonlyArray<readonly [minor: number, value: string | undefined]>): string {
  const found: { from: number; to: number; value: string | undefined }[] = [];
  for (const [minor, value] of values) {
    const last = found.at(-1);
    if (last !== undefined && last.value === value) last.to = minor;
    else found.push({ from: minor, to: minor, value });
  }
  const [first, last] = [values[0]![0], values.at(-1)![0]];
  return found
    .filter(({ value }) => value !== undefined)
    .map(({ from, to, value }) => {
      const since = from === first ? '' : String(from);
      const until = to === last ? '' : String(to);
      return since === '' && until === '' ? value! : `${since}-${until}=${value!}`;
    })
    .join(' ');
}

function definitionLines(all: Map<number, Definitions>, go: GoTypes, used: Set<string>): string[] {
  const names = new Set([...all.values()].flatMap((each) => Object.keys(each)));
  const lines = new Map<string, string>();
  const enums = new Set<string>();
  const queue = [...used];
  const seen = new Set(queue);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (!names.has(name)) throw new Error(`no definition ${name}`);
    const present = [...all].filter(([, each]) => each[name] !== undefined);
    const fields = [...new Set(present.flatMap(([, each]) => Object.keys(each[name]!.properties ?? {})))].sort();
    const texts = fields.map((field) => {
      const values = present.map(([minor, definitions]) => {
        const { properties = {}, required = [] } = definitions[name]!;
        const schema = properties[field];
        if (schema === undefined) return [minor, undefined] as const;
        const type = typeOf(schema, `${name}.${field}`, go, definitions);
        const target = /[\w.]+\.[A-Z]\w*$/.exec(type)?.[0];
        if (type.includes('enum:')) enums.add(target!);
        else if (target !== undefined && !seen.has(target)) {
          seen.add(target);
          queue.push(target);
        }
        return [minor, `${required.includes(field) ? '!' : ''}${type}`] as const;
      });
      return `${field} ${runs(values)}`;
    });
    lines.set(name, [name, ...texts].join('\t'));
  }
  const values = valueLines(go.enums, enums);
  return [...[...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line), ...values];
}

function kindRows(all: Map<number, Definitions>, go: GoTypes): { lines: string[]; used: Set<string> } {
  const kinds = new Map<string, { first: number; last: number; definition: string }>();
  for (const [minor, definitions] of all)
    for (const [definition, schema] of Object.entries(definitions))
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        if (NO_OBJECT.test(kind)) continue;
        const key = `${group === '' ? '' : `${group}/`}${version} ${kind}`;
        const before = kinds.get(key);
        kinds.set(key, { first: before?.first ?? minor, last: minor, definition });
      }
  const newest = Math.max(...all.keys());
  const oldest = Math.min(...all.keys());
  const lines = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { first, last, definition }]) => {
      const [apiVersion, kind] = key.split(' ') as [string, string];
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
      const scope = go.clusterScoped.has(`${group}/${kind}`) ? 'cluster' : 'namespaced';
      const range = `${first === oldest ? '' : first}-${last === newest ? '' : last}`;
      return [apiVersion, kind, range, scope, definition].join(' ');
    });
  return { lines, used: new Set([...kinds.values()].map(({ definition }) => definition)) };
}

function merged(types: ReadonlyArray<GoTypes>): GoTypes {
  return {
    clusterScoped: new Set(types.flatMap((each) => [...each.clusterScoped])),
    enums: new Map(types.slice(-3).flatMap((each) => [...each.enums])),
    fields: new Map(types.slice(-3).flatMap((each) => [...each.fields])),
  };
}

function write(file: string, doc: string, name: string, lines: ReadonlyArray<string>): void {
  const unsafe = lines.find((line) => /[`\\$]/.test(line.replace(/\$(?!\{)/g, '')));
  if (unsafe !== undefined) throw new Error(`cannot be written into a template: ${unsafe}`);
  const text = `// written by npm run schemas\n\n/** ${doc} */\nexport const ${name} = \`\n${lines.join('\n')}\n\`;\n`;
  writeFileSync(join(ROOT, 'src/kubernetes/schema', file), text);
  console.log(`${file}: ${lines.length} lines, ${text.length} bytes`);
}

const all = readDefinitions();
const go = merged(MODULES.map(([module, folder]) => goTypes(module, folder)));
const { lines, used } = kindRows(all, go);
write(
  'kinds-table.ts',
  'Kinds of Kubernetes: apiVersion, kind, minor versions, scope, and definition.',
  'KINDS_TABLE',
  lines,
);
write(
  'definitions-table.ts',
  'Definitions of Kubernetes: on each line a name and its fields, or an enumeration and its values.',
  'DEFINITIONS_TABLE',
  definitionLines(all, go, used),
);
