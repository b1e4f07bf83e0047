import type { Call, Expression, ListExpression, Literal, Member, Name, ObjectExpression } from './expression';

export function literal(value: unknown): Literal {
  return { type: 'literal', value };
}

/** Call of a static factory, such as `Probe.tcp`. */
export function call(callee: string, ...args: ReadonlyArray<Expression>): Call {
  return { type: 'call', callee, isNew: false, args };
}

/** Call of a constructor, such as `new Posture`. */
export function construct(className: string, ...args: ReadonlyArray<Expression>): Call {
  return { type: 'call', callee: className, isNew: true, args };
}

export function list(items: ReadonlyArray<Expression>): ListExpression {
  return { type: 'list', items };
}

/** Object with the properties that are defined, in their order. */
export function object(properties: Readonly<Record<string, Expression | undefined>>): ObjectExpression {
  return {
    type: 'object',
    properties: Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
  };
}

/** Member of an export, such as `Capability.SYS_TIME`. */
export function member(path: string): Member {
  return { type: 'member', path };
}

/** Construct that an earlier statement created. */
export function nameOf(name: string): Name {
  return { type: 'name', name };
}

/** Expressions directly in an expression. */
export function partsOf(expression: Expression): ReadonlyArray<Expression> {
  switch (expression.type) {
    case 'object':
      return expression.properties.map(({ value }) => value);
    case 'list':
      return expression.items;
    case 'call':
      return expression.args;
    case 'literal':
    case 'member':
    case 'name':
      return [];
  }
}
