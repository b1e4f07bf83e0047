import { InputError, quote } from './input-error';

/** Class whose instances are expected, with the call that makes one. */
export interface ExpectedInstance {
  readonly instanceOf: string;
  /** Call that makes an instance, such as `Port.tcp(8080)`. */
  readonly madeBy: string;
}

/** Type of a value that JavaScript does not check: a primitive, an instance, or a list or a map of these. */
export type ExpectedType =
  | 'text'
  | 'number'
  | 'list'
  | 'object'
  | 'any'
  | ExpectedInstance
  | { readonly listOf: ExpectedType }
  | { readonly mapOf: ExpectedType };

/** Problem of a value that does not have the expected type. */
export function typeProblem(name: string, value: unknown, expected: ExpectedType): string | undefined {
  if (expected === 'any') return undefined;
  if (expected === 'text')
    return typeof value === 'string' ? undefined : `${name} must be a string, got ${shown(value)}`;
  if (expected === 'number')
    return typeof value === 'number' ? undefined : `${name} must be a number, got ${shown(value)}`;
  if (expected === 'list') return Array.isArray(value) ? undefined : `${name} must be a list, got ${shown(value)}`;
  if (expected === 'object') return isMap(value) ? undefined : `${name} must be an object, got ${shown(value)}`;
  if ('instanceOf' in expected)
    return isInstance(value, expected.instanceOf)
      ? undefined
      : `${name} must be ${/^[AEIOU]/.test(expected.instanceOf) ? 'an' : 'a'} ${expected.instanceOf}, got ${shown(value)}: use ${expected.madeBy}`;
  if ('listOf' in expected) {
    if (!Array.isArray(value)) return `${name} must be a list, got ${shown(value)}`;
    return value
      .map((item: unknown, i) => typeProblem(`${name}[${i}]`, item, expected.listOf))
      .find((problem) => problem !== undefined);
  }
  if (!isMap(value)) return `${name} must be an object, got ${shown(value)}`;
  return Object.entries(value)
    .map(([key, item]) => typeProblem(`${name}[${quote(key)}]`, item, expected.mapOf))
    .find((problem) => problem !== undefined);
}

/**
 * Rejects arguments of a wrong type, which only JavaScript, or TypeScript that is not compiled, can pass.
 * @throws {@link InputError} with each argument that does not have its expected type
 */
export function expectTypes(
  subject: string,
  given: Readonly<Record<string, readonly [value: unknown, expected: ExpectedType]>>,
): void {
  const problems = Object.entries(given)
    .map(([name, [value, expected]]) => typeProblem(name, value, expected))
    .filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new InputError(subject, problems);
}

/** Problems of props whose values do not have the expected types. An unset prop has no problem. */
export function propTypeProblems(props: unknown, types: Readonly<Record<string, ExpectedType>>): string[] {
  if (!isMap(props)) return [`props must be an object, got ${shown(props)}`];
  return Object.entries(types).flatMap(([name, expected]) => {
    const value = props[name];
    return value === undefined ? [] : (typeProblem(name, value, expected) ?? []);
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an instance of a class or of a subclass, also of another copy of the package. */
function isInstance(value: unknown, name: string): boolean {
  for (let each: unknown = value; isMap(each); each = Object.getPrototypeOf(each))
    if ((each.constructor as { name?: string } | undefined)?.name === name) return true;
  return false;
}

/** Returns a value as a message shows it: an instance by its class. */
function shown(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`;
  const name = isMap(value) ? (value.constructor as { name?: string } | undefined)?.name : undefined;
  return name === undefined || name === 'Object' ? quote(value) : `a ${name}`;
}
