import type { Expression, ListExpression, ObjectExpression } from './expression';

/** Props of a construct while a project is converted. */
export class Props {
  /** Returns the props of several parts of a construct. */
  public static joined(...parts: ReadonlyArray<Props>): Props {
    const joined = new Props();
    for (const part of parts) for (const [name, property] of part.properties) joined.properties.set(name, property);
    return joined;
  }

  /** Returns the props of several services in one pod: lists and objects have the parts of all, and other props are those of the first. */
  public static merged(first: Props, ...others: ReadonlyArray<Props>): Props {
    const merged = Props.joined(first);
    for (const [name, property] of others.flatMap((other) => [...other.properties])) {
      const known = merged.properties.get(name);
      if (known !== undefined) merged.properties.set(name, { ...known, value: union(known.value, property.value) });
      else if (property.value.type === 'list' || property.value.type === 'object')
        merged.properties.set(name, property);
    }
    return merged;
  }

  private readonly properties = new Map<string, { value: Expression; comment?: string }>();

  /** Sets a prop. A second value replaces the first. */
  public set(name: string, value: Expression, comment?: string): void {
    this.properties.set(name, { value, ...(comment !== undefined && { comment }) });
  }

  /** Adds an item to a prop that is a list. */
  public add(name: string, item: Expression): void {
    const items = (this.properties.get(name)?.value as ListExpression | undefined)?.items ?? [];
    this.properties.set(name, { value: { type: 'list', items: [...items, item] } });
  }

  /** Sets a key of a prop that is an object. */
  public put(name: string, key: string, value: Expression): void {
    const properties = (this.properties.get(name)?.value as ObjectExpression | undefined)?.properties ?? [];
    const others = properties.filter((property) => property.name !== key);
    this.properties.set(name, { value: { type: 'object', properties: [...others, { name: key, value }] } });
  }

  public get(name: string): Expression | undefined {
    return this.properties.get(name)?.value;
  }

  public has(name: string): boolean {
    return this.properties.has(name);
  }

  /** Returns the props as an expression, in the given order of names; other names follow in the order of their first value. */
  public toExpression(order: ReadonlyArray<string> = []): ObjectExpression {
    const names = [...order.filter((name) => this.has(name)), ...this.properties.keys()];
    return {
      type: 'object',
      properties: [...new Set(names)].map((name) => ({ name, ...this.properties.get(name)! })),
    };
  }
}

function union(first: Expression, second: Expression): Expression {
  if (first.type === 'list' && second.type === 'list') {
    const items = new Map([...first.items, ...second.items].map((item) => [JSON.stringify(item), item]));
    return { type: 'list', items: [...items.values()] };
  }
  if (first.type === 'object' && second.type === 'object') {
    const properties = new Map(
      [...second.properties, ...first.properties].map((property) => [property.name, property]),
    );
    return { type: 'object', properties: [...properties.values()] };
  }
  return first;
}
