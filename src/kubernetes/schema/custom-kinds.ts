import { brotliDecompressSync } from 'node:zlib';
import { groupOf, isObject, listAt, objectAt, stringAt, type JsonObject } from '../manifest';
import { customSchema } from './custom-schema';
import { CUSTOM_TABLE } from './custom-table';
import type { SchemaNode } from './schema-node';

/** Schemas of the custom resources of a cluster. */
export class CustomKinds {
  private readonly schemas = new Map<string, JsonObject>();
  private readonly nodes = new Map<string, SchemaNode>();
  /** Served versions of each kind, by group. */
  private readonly served = new Map<string, Map<string, string[]>>();

  /**
   * @param minor minor version of Kubernetes
   * @param definitions objects among which are CustomResourceDefinitions; a later one replaces an earlier one of the same kind
   */
  constructor(
    private readonly minor: number,
    definitions: Iterable<JsonObject>,
  ) {
    for (const definition of definitions) this.add(definition);
  }

  /** Returns the schema of a kind; undefined if neither a definition nor the table of the package has it. */
  public schemaOf(apiVersion: string, kind: string): SchemaNode | undefined {
    const key = `${apiVersion} ${kind}`;
    const before = this.nodes.get(key);
    if (before !== undefined) return before;
    const json = this.schemas.get(key) ?? knownSchema(apiVersion, kind);
    if (json === undefined) return undefined;
    const node = customSchema(json, this.minor);
    this.nodes.set(key, node);
    return node;
  }

  /** Returns the kinds of a group that the definitions define, each with the versions that they serve. */
  public servedIn(group: string): ReadonlyMap<string, ReadonlyArray<string>> {
    return this.served.get(group) ?? new Map<string, string[]>();
  }

  private add(definition: JsonObject): void {
    if (
      definition['kind'] !== 'CustomResourceDefinition' ||
      groupOf(stringAt(definition, 'apiVersion') ?? '') !== 'apiextensions.k8s.io'
    )
      return;
    const spec = objectAt(definition, 'spec');
    const [group, kind] = [stringAt(spec, 'group'), stringAt(objectAt(spec, 'names'), 'kind')];
    if (group === undefined || kind === undefined) return;
    const common = objectAt(spec, 'validation')['openAPIV3Schema'];
    // v1beta1 keeps unknown fields by default, and can have one version without a list
    const isOpen =
      definition['apiVersion'] === 'apiextensions.k8s.io/v1beta1' && spec['preserveUnknownFields'] !== false;
    const versions = listAt(spec, 'versions').filter(isObject);
    const named = versions.length > 0 ? versions : [{ name: spec['version'], served: true }];
    const kinds = this.served.get(group) ?? new Map<string, string[]>();
    this.served.set(group, kinds);
    kinds.set(
      kind,
      named.flatMap(({ name, served }) => (served === false || typeof name !== 'string' ? [] : [name])),
    );
    for (const version of named) {
      const schema = objectAt(version, 'schema')['openAPIV3Schema'] ?? common;
      const { name, served } = version;
      if (served === false || typeof name !== 'string' || !isObject(schema)) continue;
      this.schemas.set(`${group}/${name} ${kind}`, isOpen ? opened(schema) : schema);
    }
  }
}

/** Returns a schema that keeps unknown fields everywhere. */
function opened(schema: JsonObject): JsonObject {
  const copy: JsonObject = { ...schema, 'x-kubernetes-preserve-unknown-fields': true };
  for (const key of ['items', 'additionalProperties']) if (isObject(copy[key])) copy[key] = opened(copy[key]);
  if (isObject(copy['properties']))
    copy['properties'] = Object.fromEntries(
      Object.entries(copy['properties']).map(([name, each]) => [name, isObject(each) ? opened(each) : each]),
    );
  return copy;
}

/** Kind in the table of the package. */
interface KnownKind {
  readonly isClusterScoped: boolean;
  /** Schemas of its versions as JSON, compressed with Brotli, in base64. */
  readonly packed: string;
}

let table: ReadonlyMap<string, KnownKind> | undefined;

/** Returns the kinds that the package knows, as `GROUP/KIND`. */
function knownKinds(): ReadonlyMap<string, KnownKind> {
  table ??= new Map(
    CUSTOM_TABLE.trim()
      .split('\n')
      .map((line) => {
        const [name = '', scope = '', packed = ''] = line.split(' ');
        return [name, { isClusterScoped: scope === 'cluster', packed }];
      }),
  );
  return table;
}

/** Returns the names of the kinds that the package knows, as `GROUP/KIND`. */
export function knownCustomKinds(): Iterable<string> {
  return knownKinds().keys();
}

/** Returns true if a kind that the package knows is outside namespaces. */
export function isKnownClusterScoped(group: string, kind: string): boolean {
  return knownKinds().get(`${group}/${kind}`)?.isClusterScoped ?? false;
}

/** Returns the schema of a kind that the package knows. */
function knownSchema(apiVersion: string, kind: string): JsonObject | undefined {
  const known = knownKinds().get(`${groupOf(apiVersion)}/${kind}`);
  if (known === undefined) return undefined;
  const versions = JSON.parse(brotliDecompressSync(Buffer.from(known.packed, 'base64')).toString('utf8')) as Record<
    string,
    JsonObject
  >;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return Object.hasOwn(versions, version) ? versions[version] : undefined;
}
