import type { Construct } from 'constructs';
import type { Call, Expression, Statement } from './expression';
import { CDK8S, LIBRARY } from './library';

/** Constructs by the names of their variables. */
export type Variables = Map<string, unknown>;

/** Executes statements in a chart. Returns the constructs that they created. */
export function executeStatements(
  statements: ReadonlyArray<Statement>,
  chart: Construct,
  around: (statement: Statement, execute: () => void) => void = (_, execute) => execute(),
): Variables {
  const variables: Variables = new Map();
  for (const statement of statements) around(statement, () => execute(statement, chart, variables));
  return variables;
}

function execute(statement: Statement, chart: Construct, variables: Variables): void {
  if (statement.type === 'create') {
    const scope = statement.scope === undefined ? chart : variables.get(statement.scope);
    const create = exported(statement.className) as new (scope: unknown, id: string, props: unknown) => unknown;
    variables.set(statement.name, new create(scope, statement.id, evaluate(statement.props, variables)));
    return;
  }
  const construct = variables.get(statement.name) as Record<string, (...args: unknown[]) => unknown>;
  construct[statement.method]?.(...statement.args.map((arg) => evaluate(arg, variables)));
}

/** Returns the value of an expression. */
export function evaluate(expression: Expression, variables: Variables = new Map()): unknown {
  switch (expression.type) {
    case 'literal':
      return expression.value;
    case 'name':
      return variables.get(expression.name);
    case 'member':
      return exported(expression.path);
    case 'list':
      return expression.items.map((item) => evaluate(item, variables));
    case 'object':
      return Object.fromEntries(expression.properties.map(({ name, value }) => [name, evaluate(value, variables)]));
    case 'call':
      return called(expression, variables);
  }
}

function called({ callee, isNew, args }: Call, variables: Variables): unknown {
  const values = args.map((arg) => evaluate(arg, variables));
  if (isNew) return new (exported(callee) as new (...args: unknown[]) => unknown)(...values);
  const [owner = '', method] = callee.split('.');
  const holder = exported(owner) as Record<string, (...args: unknown[]) => unknown>;
  const found = method === undefined ? undefined : holder[method];
  if (found === undefined) throw new Error(`${callee} is not a function of the library`);
  return found.apply(holder, values);
}

/** Returns an export, or a member of one, such as `Capability.SYS_TIME`. */
function exported(path: string): unknown {
  const [name = '', ...members] = path.split('.');
  let found = LIBRARY[name] ?? CDK8S[name];
  for (const each of members) found = (found as Record<string, unknown> | undefined)?.[each];
  if (found === undefined) throw new Error(`${path} is not an export of the library`);
  return found;
}
