import { DEFINITIONS_TABLE } from './definitions-table';
import { furtherValues } from './further-values';
import { isOptionalField } from './optional-fields';
import type { SchemaNode, ValueForm } from './schema-node';
import { valuesOf } from './value-versions';

/** Type of a field in a run of versions. */
interface FieldRun {
  readonly from: number;
  readonly to: number;
  /** Type in the notation of the table, without the mark of a required field. */
  readonly type: string;
  readonly isRequired: boolean;
}

/** Versions whose API has a field. */
export interface FieldVersions {
  /** First minor version that has it; 0 if it is as old as the object around it. */
  readonly since: number;
  /** Last minor version that has it; infinity if the newest one has it. */
  readonly until: number;
}

const OBJECT = 'object';

/** Definition of the metadata of every object. */
export const OBJECT_META = 'meta.v1.ObjectMeta';

let lines: ReadonlyMap<string, string> | undefined;
const definitions = new Map<string, ReadonlyMap<string, ReadonlyArray<FieldRun>>>();
const nodes = new Map<string, SchemaNode>();

/** Returns the text of a definition after its name. */
function textOf(name: string): string {
  lines ??= new Map(
    DEFINITIONS_TABLE.trim()
      .split('\n')
      .map((line) => {
        const tab = line.indexOf('\t');
        return tab < 0 ? [line, ''] : [line.slice(0, tab), line.slice(tab + 1)];
      }),
  );
  return lines.get(name) ?? '';
}

function fieldsOf(definition: string): ReadonlyMap<string, ReadonlyArray<FieldRun>> {
  const before = definitions.get(definition);
  if (before !== undefined) return before;
  const text = textOf(definition);
  const fields = new Map(
    text === ''
      ? []
      : text.split('\t').map((field) => {
          const [name = '', ...runs] = field.split(' ');
          return [name, runs.map(runOf)];
        }),
  );
  definitions.set(definition, fields);
  return fields;
}

function runOf(text: string): FieldRun {
  const equals = text.indexOf('=');
  const [from = '', to = ''] = equals < 0 ? [] : text.slice(0, equals).split('-');
  const type = text.slice(equals + 1);
  const isRequired = type.startsWith('!');
  return {
    from: Number(from),
    to: to === '' ? Number.POSITIVE_INFINITY : Number(to),
    type: isRequired ? type.slice(1) : type,
    isRequired,
  };
}

/** Returns the names of a definition's fields, in all versions. */
export function fieldNames(definition: string): Iterable<string> {
  return fieldsOf(definition).keys();
}

/** Returns the versions whose definition has a field; undefined if no version has it. */
export function versionsOfField(definition: string, field: string): FieldVersions | undefined {
  const runs = fieldsOf(definition).get(field);
  if (runs === undefined) return undefined;
  return { since: runs[0]?.from ?? 0, until: runs.at(-1)?.to ?? Number.POSITIVE_INFINITY };
}

/**
 * Returns the schema of a definition in a minor version.
 *
 * The schema is read when it is used: each node reads its fields on first access.
 */
export function builtInSchema(definition: string, minor: number): SchemaNode {
  const key = `${minor} ${definition}`;
  const before = nodes.get(key);
  if (before !== undefined) return before;
  const node = new DefinitionNode(definition, minor);
  nodes.set(key, node);
  return node;
}

class DefinitionNode implements SchemaNode {
  public readonly form = OBJECT;
  public readonly isClosed = true;
  private readFields?: ReadonlyMap<string, SchemaNode>;
  private readRequired?: ReadonlyArray<string>;

  constructor(
    public readonly definition: string,
    private readonly minor: number,
  ) {}

  public get fields(): ReadonlyMap<string, SchemaNode> {
    this.readFields ??= new Map(this.current().map(([name, { type }]) => [name, this.fieldOf(name, type)]));
    return this.readFields;
  }

  public get required(): ReadonlyArray<string> {
    this.readRequired ??= this.current()
      .filter(([name, { isRequired }]) => isRequired && !isOptionalField(this.definition, name))
      .map(([name]) => name);
    return this.readRequired;
  }

  private fieldOf(name: string, type: string): SchemaNode {
    const values = furtherValues(this.definition, name);
    if (values === undefined) return nodeOf(type, this.minor);
    const node: SchemaNode = { form: 'string', ...valuesOf(values, this.minor) };
    return type.startsWith('[]') ? { form: 'array', items: node } : node;
  }

  /** Fields of the version, each with its type. */
  private current(): [string, FieldRun][] {
    return [...fieldsOf(this.definition)].flatMap(([name, runs]): [string, FieldRun][] => {
      const run = runs.find(({ from, to }) => this.minor >= from && this.minor <= to);
      return run === undefined ? [] : [[name, run]];
    });
  }
}

/** Schemas of simple types, which every definition shares. */
const SIMPLE: Readonly<Record<string, SchemaNode>> = {
  int32: { form: 'integer', limit: 2 ** 31 },
  int64: { form: 'integer', limit: 2 ** 63 },
  'int-or-string': { form: 'int-or-string', limit: 2 ** 31 },
  ...Object.fromEntries(
    (['any', 'boolean', 'bytes', 'number', OBJECT, 'quantity', 'string', 'time'] satisfies ValueForm[]).map((form) => [
      form,
      { form },
    ]),
  ),
};

function nodeOf(type: string, minor: number): SchemaNode {
  if (Object.hasOwn(SIMPLE, type)) return SIMPLE[type]!;
  if (!/^(\[\]|\{\}|enum:)/.test(type)) return builtInSchema(type, minor);
  const key = `${minor} ${type}`;
  const before = nodes.get(key);
  if (before !== undefined) return before;
  const node: SchemaNode = type.startsWith('enum:')
    ? { form: 'string', ...valuesOf(textOf(type).split('\t'), minor) }
    : type.startsWith('[]')
      ? { form: 'array', items: nodeOf(type.slice(2), minor) }
      : { form: OBJECT, values: nodeOf(type.slice(2), minor) };
  nodes.set(key, node);
  return node;
}
