import type { Expression, ListExpression, ObjectExpression } from './expression';

/** Props of a construct while a project is converted. */
export class Props {
  /** Returns the props of several parts of a construct. */
  public static joined(...parts: ReadonlyArray<Props>): Props {
    const joined = new Props();
    for (const part of parts) for (const [name, property] of part.properties) joined.properties.set(name, property);
    return joined;
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
