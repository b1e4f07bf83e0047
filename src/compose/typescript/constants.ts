import type { Expression, Statement } from '../code/expression';
import { partsOf } from '../code/expressions';
import { constantName, type Place } from './constant-name';
import type { Identifiers } from './identifiers';
import { isTemplate } from './source-text';

/** Constant of a program. */
export interface Constant {
  readonly name: string;
  readonly value: Expression;
}

interface Occurrences {
  readonly value: Expression;
  readonly places: Place[];
  /** Number of occurrences outside of other constants. */
  outer: number;
}

/** Expressions that a program writes more than once, or that have several lines, as constants. */
export class Constants {
  public readonly all: ReadonlyArray<Constant>;
  private readonly keys = new WeakMap<Expression, string | null>();
  private readonly names = new Map<string, string>();

  constructor(project: string, statements: ReadonlyArray<Statement>, identifiers: Identifiers) {
    const found = new Map<string, Occurrences>();
    for (const statement of statements)
      for (const expression of expressionsOf(statement))
        this.collect(expression, { statement: statement.service ?? statement.name, property: '' }, found);
    for (const expression of statements.flatMap(expressionsOf)) this.countOuter(expression, found);
    const all: Constant[] = [];
    // a constant comes after those within it
    for (const [key, { value, places, outer }] of found) {
      if (!isWorthIt(value, outer)) continue;
      const name = identifiers.constant(constantName(project, value, places));
      this.names.set(key, name);
      all.push({ name, value });
    }
    this.all = all;
  }

  /** Returns the name of the constant with a value. */
  public nameFor(expression: Expression): string | undefined {
    const key = this.keyOf(expression);
    return key === undefined ? undefined : this.names.get(key);
  }

  private collect(expression: Expression, place: Place, found: Map<string, Occurrences>): void {
    for (const [part, partPlace] of placedPartsOf(expression, place)) this.collect(part, partPlace, found);
    const key = this.keyOf(expression);
    if (key === undefined) return;
    const known = found.get(key);
    if (known) known.places.push(place);
    else found.set(key, { value: expression, places: [place], outer: 0 });
  }

  private countOuter(expression: Expression, found: Map<string, Occurrences>): void {
    const key = this.keyOf(expression);
    const known = key === undefined ? undefined : found.get(key);
    if (known) known.outer += 1;
    // the parts of a constant are written once
    if (known && known.outer > 1 && isWorthIt(expression, known.places.length)) return;
    for (const part of partsOf(expression)) this.countOuter(part, found);
  }

  /** Text that equal expressions share. Undefined for an expression that cannot be a constant. */
  private keyOf(expression: Expression): string | undefined {
    const known = this.keys.get(expression);
    if (known !== undefined) return known ?? undefined;
    const key = canBeConstant(expression) ? JSON.stringify(expression) : null;
    this.keys.set(expression, key);
    return key ?? undefined;
  }
}

/** Expressions of a statement. */
export function expressionsOf(statement: Statement): ReadonlyArray<Expression> {
  return statement.type === 'create' ? [statement.props] : statement.args;
}

/** Shortest text that is worth a constant. */
const SHORTEST_TEXT = 24;

/** Returns true for a call or an object of a value, and for a text. */
function canBeConstant(expression: Expression): boolean {
  if (expression.type === 'literal')
    return typeof expression.value === 'string' && expression.value.length >= SHORTEST_TEXT;
  return (expression.type === 'call' || expression.type === 'object') && !hasConstruct(expression);
}

function hasConstruct(expression: Expression): boolean {
  return expression.type === 'name' || partsOf(expression).some(hasConstruct);
}

/** Returns true if a number of occurrences is worth a constant. */
function isWorthIt(expression: Expression, count: number): boolean {
  if (expression.type === 'literal') return isTemplate(String(expression.value)) || count > 1;
  if (count < 2) return false;
  if (expression.type === 'object') return expression.properties.length > 0;
  if (expression.type !== 'call' || expression.args.length === 0) return false;
  return count > 2 || expression.callee.startsWith('Port.') || JSON.stringify(expression.args).length > 80;
}

function placedPartsOf(expression: Expression, place: Place): [Expression, Place][] {
  switch (expression.type) {
    case 'object':
      return expression.properties.map(({ name, value }) => [value, { ...place, property: name }]);
    case 'list':
      return expression.items.map((item) => [item, place]);
    case 'call':
      return expression.args.map((arg) => [arg, { ...place, call: expression }]);
    case 'literal':
    case 'member':
    case 'name':
      return [];
  }
}
