import { isOptionalField } from '../../src/kubernetes/schema/optional-fields';
import type { SchemaFault } from '../../src/kubernetes/schema/schema-fault';
import type { SchemaNode } from '../../src/kubernetes/schema/schema-node';
import { validValue, type Dice } from './mutation';
import type { PackageProblem } from './package-verdict';

type Path = ReadonlyArray<string | number>;

/** Kinds of which the package has the schema under a name that it does not look for, as `apiVersion kind`. */
const NOT_FOUND: ReadonlySet<string> = new Set(['internal.apiserver.k8s.io/v1alpha1 StorageVersion']);

/**
 * Returns why the package accepts a value that is a fault for the library; undefined if nothing explains it.
 * @param minor minor version of Kubernetes whose schemas are compared
 */
export function whyAccepted(
  schema: SchemaNode,
  object: unknown,
  { kind, path }: SchemaFault,
  minor: number,
): string | undefined {
  const steps = stepsOf(path);
  const node = nodeAt(schema, steps);
  const value = valueAt(object, steps);
  if (node === undefined) return undefined;
  if (kind === 'value') {
    if (node.enum !== undefined) return 'the value is not one of an enumeration, which the package does not have';
    if (node.form === 'quantity' || node.form === 'time' || node.form === 'bytes')
      return `the text is not of the form ${node.form}, which the package does not check`;
  }
  if (kind === 'type') {
    if (node.form === 'integer' && Number.isInteger(value))
      return 'the integer is out of its range, which the package does not check';
    if (node.form === 'object' && node.values === undefined && minor < 25)
      return 'the value is not an object, which the package does not check before 1.25';
  }
  if (kind === 'missing' && value === null) return 'a required field is null, which the API server reads as unset';
  return undefined;
}

/** Object that the API server reads as it reads another one, and the difference between them. */
export interface Repair {
  readonly object: unknown;
  readonly why: string;
}

/**
 * Returns an object without a problem that only the package has, but otherwise equal; undefined if nothing explains the problem.
 *
 * The explanation is proven if the package accepts the object that the repairs of all its problems lead to.
 */
export function repaired(schema: SchemaNode, object: unknown, problem: PackageProblem, dice: Dice): Repair | undefined {
  const copy = structuredClone(object);
  const { path, keyword, missing = [] } = problem;
  const node = nodeAt(schema, path);
  const value = valueAt(copy, path);
  if (node === undefined) return undefined;
  if (value === null) {
    const isItem = typeof path.at(-1) === 'number';
    setAt(copy, path, isItem ? zeroOf(node) : undefined);
    return {
      object: copy,
      why: isItem ? 'null in a list is an empty value for the API server' : 'null is unset for the API server',
    };
  }
  if (keyword === 'required' && isRawExtension(node, missing)) {
    setAt(copy, [...path, 'Raw'], '');
    return {
      object: copy,
      why: 'the package has the Go field of an open object before 1.16, which JSON does not have',
    };
  }
  if (keyword === 'required') {
    const isStatus = path[0] === 'status';
    if (!isStatus && !missing.every((name) => isOptionalField(node.definition ?? '', name))) return undefined;
    for (const name of missing) setAt(copy, [...path, name], validValue(node.fields!.get(name)!, dice, 4));
    return {
      object: copy,
      why: isStatus
        ? 'the API server requires no field of a status'
        : 'the API server does not require the field, see optional-fields.ts',
    };
  }
  if ((node.form === 'quantity' || node.form === 'int-or-string') && typeof value === 'number') {
    setAt(copy, path, String(value));
    return { object: copy, why: `a number is a ${node.form} for the API server` };
  }
  return undefined;
}

/** Returns true for a kind of which the package has the schema, but does not find it. */
export function isNotFound({ keyword }: PackageProblem, apiVersion: string, kind: string): boolean {
  return keyword === 'schema' && NOT_FOUND.has(`${apiVersion} ${kind}`);
}

/** Returns true for an object with any content, of which old schemas have the field of its Go type. */
function isRawExtension({ form, fields, values }: SchemaNode, missing: ReadonlyArray<string>): boolean {
  return form === 'object' && fields === undefined && values === undefined && missing.join() === 'Raw';
}

function stepsOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** Returns the schema of a place; undefined if it has none. */
function nodeAt(schema: SchemaNode, path: Path): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>(
    (node, step) => node?.fields?.get(String(step)) ?? node?.values ?? node?.items,
    schema,
  );
}

function valueAt(object: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], object);
}

/** Sets a value, or deletes it if the new one is undefined. */
function setAt(object: unknown, path: Path, value: unknown): void {
  const parent = valueAt(object, path.slice(0, -1)) as Record<string | number, unknown>;
  if (value === undefined) delete parent[path.at(-1)!];
  else parent[path.at(-1)!] = value;
}

/** Returns the value that Go reads null in a list as. */
function zeroOf({ form }: SchemaNode): unknown {
  switch (form) {
    case 'array':
      return [];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
    case 'int-or-string':
      return 0;
    case 'quantity':
      return '0';
    case 'any':
    case 'object':
      return {};
    case 'bytes':
    case 'string':
    case 'time':
      return '';
  }
}
