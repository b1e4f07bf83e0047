import type { Call, Expression } from '../code/expression';
import { partsOf } from '../code/expressions';
import type { Identifiers } from './identifiers';
import { isTemplate } from './source-text';

/** Constant of a program. */
export interface Constant {
  readonly name: string;
  readonly value: Expression;
}

/** Place of an expression: the property or the call that it is in. */
interface Place {
  readonly property: string;
  readonly call?: Call;
}

interface Occurrences {
  readonly value: Expression;
  readonly place: Place;
  count: number;
  /** Occurrences outside of other expressions that can be constants. */
  outer: number;
}

/** Expressions that a program writes more than once, or that have several lines, as constants. */
export class Constants {
  public readonly all: ReadonlyArray<Constant>;
  private readonly keys = new WeakMap<Expression, string>();
  private readonly names = new Map<string, string>();

  constructor(expressions: ReadonlyArray<Expression>, identifiers: Identifiers) {
    const found = new Map<string, Occurrences>();
    const root: Place = { property: '' };
    for (const expression of expressions) this.count(expression, root, found);
    for (const expression of expressions) this.countOuter(expression, found);
    const all: Constant[] = [];
    // the constants within a constant come first
    for (const [key, { value, place, outer }] of found) {
      if (!isConstant(value, outer)) continue;
      const name = identifiers.constant(nameOf(value, place));
      this.names.set(key, name);
      all.push({ name, value });
    }
    this.all = all;
  }

  /** Returns the name of the constant with a value. */
  public nameFor(expression: Expression): string | undefined {
    return canBeConstant(expression) ? this.names.get(this.keyOf(expression)) : undefined;
  }

  private count(expression: Expression, place: Place, found: Map<string, Occurrences>): void {
    for (const [part, partPlace] of placedPartsOf(expression, place)) this.count(part, partPlace, found);
    if (!canBeConstant(expression)) return;
    const key = this.keyOf(expression);
    const known = found.get(key);
    if (known) known.count += 1;
    else found.set(key, { value: expression, place, count: 1, outer: 0 });
  }

  private countOuter(expression: Expression, found: Map<string, Occurrences>): void {
    const known = canBeConstant(expression) ? found.get(this.keyOf(expression)) : undefined;
    if (known) known.outer += 1;
    if (known && known.outer > 1 && isConstant(expression, known.count)) return;
    for (const part of partsOf(expression)) this.countOuter(part, found);
  }

  private keyOf(expression: Expression): string {
    const known = this.keys.get(expression);
    if (known !== undefined) return known;
    const key = JSON.stringify(expression);
    this.keys.set(expression, key);
    return key;
  }
}

/** Returns true for a call or an object of a value, and for a text. */
function canBeConstant(expression: Expression): boolean {
  if (expression.type === 'literal') return typeof expression.value === 'string' && expression.value.length >= 24;
  return (expression.type === 'call' || expression.type === 'object') && !hasConstruct(expression);
}

function hasConstruct(expression: Expression): boolean {
  return expression.type === 'name' || partsOf(expression).some(hasConstruct);
}

/** Returns true if a number of occurrences is worth a constant. */
function isConstant(expression: Expression, count: number): boolean {
  if (expression.type === 'literal') return isTemplate(String(expression.value)) || count > 1;
  if (expression.type === 'object') return count > 1 && expression.properties.length > 1;
  if (expression.type !== 'call' || expression.args.length === 0) return false;
  return (
    count > 2 || (count === 2 && (expression.callee.startsWith('Port.') || JSON.stringify(expression.args).length > 80))
  );
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

/** Words for the name of a constant. */
function nameOf(value: Expression, { property, call }: Place): string {
  if (value.type === 'literal') {
    if (call === undefined || property.includes('.')) return property === '' ? 'TEXT' : property;
    if (call.callee === 'Image.fromTag') return 'TAG_REASON';
    return call.callee.startsWith('Weakness.') ? 'REASON' : property || 'TEXT';
  }
  if (value.type !== 'call') return property || 'OPTIONS';
  const [first, second] = value.args.map((arg) => (arg.type === 'literal' ? String(arg.value) : undefined));
  const [className = ''] = value.callee.split('.');
  switch (className) {
    case 'Port':
      return second ?? `PORT_${first ?? ''}`;
    case 'Image':
      return `${repositoryName(first ?? '')}_IMAGE`;
    case 'Identity':
      return `USER_${first ?? ''}`;
    case 'Weakness':
      return methodOf(value);
    default:
      return call === undefined && /^[a-zA-Z]+$/.test(property) && !property.endsWith('s') ? property : className;
  }
}

function methodOf({ callee }: Call): string {
  return callee.split('.').at(-1) ?? callee;
}

/** Returns the last part of a repository, without tag and digest. */
function repositoryName(reference: string): string {
  const last = reference.split('@')[0]?.split('/').at(-1) ?? '';
  return last.split(':')[0] ?? last;
}
