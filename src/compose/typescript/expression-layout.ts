import type { Call, Expression, ObjectExpression } from '../code/expression';
import { literal } from '../code/expressions';
import { commentLines } from './comment';
import { breaks, firstThatFits, group, hardLine, ifBroken, indent, joined, line, sequence, softLine } from './layout';
import type { Group, Layout } from './layout';
import { numberText, propertyKey, quotedText } from './source-text';

/** Longest single argument that is not worth a line of its own. */
const SHORT_ARGUMENT = 30;
/** Longest key after which a value never starts on a new line. */
const SHORT_KEY = 4;

/** Lays out expressions as Prettier does. */
export class ExpressionLayout {
  /** @param wordFor identifier that is written instead of an expression, such as the name of a constant */
  constructor(private readonly wordFor: (expression: Expression) => string | undefined) {}

  public of(expression: Expression): Layout {
    return this.wordFor(expression) ?? this.definitionOf(expression);
  }

  /** Lays out an expression whose parts can be written as words, but not the whole. */
  public definitionOf(expression: Expression): Layout {
    switch (expression.type) {
      case 'literal':
        return this.literal(expression.value);
      case 'name':
        return expression.name;
      case 'member':
        return expression.path;
      case 'list':
        return this.list(expression.items);
      case 'object':
        return this.object(expression);
      case 'call':
        return sequence(calleeText(expression), this.args(expression.args));
    }
  }

  /** Arguments in parentheses. Only the lines of the last one are broken, where that is enough. */
  public args(args: ReadonlyArray<Expression>, isPropsBroken = false): Layout {
    const last = args.at(-1);
    if (last === undefined) return '()';
    const parts = args.map((arg) =>
      arg === last && isPropsBroken && arg.type === 'object' ? this.object(arg, true) : this.of(arg),
    );
    const each = joined(sequence(',', line), parts);
    if (!this.isHugged(args))
      return group(sequence('(', indent(sequence(softLine, each)), ifBroken(','), softLine, ')'));
    const broken = group(sequence('(', indent(sequence(line, each)), ifBroken(','), line, ')'), true);
    const before = parts.slice(0, -1);
    if (before.some(breaks)) return broken;
    const huggedWith = (end: Layout): Layout =>
      sequence('(', ...before.flatMap((part) => [part, sequence(',', line)]), end, ')');
    const end = parts.at(-1)!;
    const hugged = huggedWith(group(end, true));
    return breaks(end) ? firstThatFits(hugged, broken) : firstThatFits(huggedWith(end), hugged, broken);
  }

  /** Definition of a constant. */
  public definition(left: string, value: Expression): Layout {
    return this.assigned(left, value, this.definitionOf(value));
  }

  public object({ properties }: ObjectExpression, isBroken = false): Layout {
    if (properties.length === 0) return '{}';
    const parts = properties.map(({ name, value, comment }) => {
      const key = propertyKey(name);
      const word = this.wordFor(value);
      const property =
        key.length <= SHORT_KEY || word !== undefined
          ? group(sequence(key, ': ', this.of(value)))
          : this.assigned(`${key}:`, value, this.of(value));
      const comments = comment === undefined ? [] : commentLines(comment).flatMap((text) => [text, hardLine]);
      return sequence(...comments, property);
    });
    return enclosed('{', parts, '}', line, isBroken);
  }

  /** Value after a key or a name, on the same line if its start fits there. */
  private assigned(left: string, value: Expression, layout: Layout): Layout {
    if (isScalar(value)) return group(sequence(left, ' ', layout));
    if (isText(value) || this.isHardToBreak(value)) return group(sequence(left, group(indent(sequence(line, layout)))));
    const start = group(indent(line));
    return group(sequence(left, start, indent(layout, start)));
  }

  private literal(value: unknown): Layout {
    if (typeof value === 'string') return quotedText(value);
    if (typeof value === 'number') return numberText(value);
    if (Array.isArray(value)) return this.list(value.map(literal));
    if (typeof value === 'object' && value !== null) return this.object(objectOf(value));
    return String(value);
  }

  private list(items: ReadonlyArray<Expression>): Layout {
    if (items.length === 0) return '[]';
    const plain = items.map(asWritten);
    const first = plain[0]?.type;
    // objects of several properties, and lists of several items, are easier to compare below each other
    const isTable =
      items.length > 1 && plain.every((item, i) => item.type === first && sizeOf(item) > 1 && !this.wordFor(items[i]!));
    const parts = items.map((item) => this.of(item));
    return enclosed('[', isNumbers(items) ? [filled(parts)] : parts, ']', softLine, isTable);
  }

  /** Returns true if the last argument starts on the line of the call. */
  private isHugged(args: ReadonlyArray<Expression>): boolean {
    const [last, penultimate] = [args.at(-1)!, args.at(-2)].map((arg) => arg && asWritten(arg));
    if (last === undefined || this.wordFor(args.at(-1)!) !== undefined || sizeOf(last) === 0) return false;
    const isSameKind = penultimate?.type === last.type && this.wordFor(args.at(-2)!) === undefined;
    return !isSameKind && !(args.length > 1 && last.type === 'list' && isNumbers(last.items));
  }

  /** Returns true for a name with members, or a call with at most one short argument. */
  private isHardToBreak(value: Expression): boolean {
    if (value.type === 'member') return true;
    if (value.type !== 'call' || value.isNew || value.args.length > 1) return false;
    const [arg] = value.args;
    if (arg === undefined) return true;
    const layout = this.of(arg);
    return typeof layout === 'string' && layout.length <= SHORT_ARGUMENT;
  }
}

function calleeText({ callee, isNew }: Call): string {
  return isNew ? `new ${callee}` : callee;
}

function enclosed(open: string, parts: ReadonlyArray<Layout>, close: string, edge: Layout, isBroken: boolean): Group {
  const content = indent(sequence(edge, joined(sequence(',', line), parts)));
  return group(sequence(open, content, ifBroken(','), edge, close), isBroken);
}

/** Parts that follow each other on a line as long as they fit. */
function filled(parts: ReadonlyArray<Layout>): Layout {
  const [first = '', ...others] = parts;
  return sequence(first, ...others.map((part) => sequence(',', group(sequence(line, part)))));
}

function isNumbers(items: ReadonlyArray<Expression>): boolean {
  return items.every((item) => typeof valueOf(item) === 'number');
}

/** Returns a literal of a list or an object as a list or an object of literals. */
function asWritten(expression: Expression): Expression {
  const value = valueOf(expression);
  if (Array.isArray(value)) return { type: 'list', items: value.map(literal) };
  return typeof value === 'object' && value !== null ? objectOf(value) : expression;
}

function objectOf(value: object): ObjectExpression {
  const properties = Object.entries(value).filter(([, each]) => each !== undefined);
  return { type: 'object', properties: properties.map(([name, each]) => ({ name, value: literal(each) })) };
}

/** Number of properties or items. It is 0 for everything else. */
function sizeOf(expression: Expression): number {
  if (expression.type === 'object') return expression.properties.length;
  return expression.type === 'list' ? expression.items.length : 0;
}

function valueOf(expression: Expression): unknown {
  return expression.type === 'literal' ? expression.value : undefined;
}

function isText(expression: Expression): boolean {
  return typeof valueOf(expression) === 'string';
}

/** Returns true for a number, a boolean or null. */
function isScalar(expression: Expression): boolean {
  const { type } = expression;
  return type === 'literal' && (['number', 'boolean'].includes(typeof expression.value) || expression.value === null);
}
