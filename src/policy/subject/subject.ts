import { isObject } from '../../kubernetes/manifest';

/** What a rule looks at: plain JSON, with accessors that are safe whatever stands there. */
export abstract class Subject {
  protected constructor(
    /** The JSON itself; not to be changed. */
    public readonly json: { readonly [key: string]: unknown },
  ) {}

  /** The value at a path of keys; `undefined` when there is none, or something on the way is no object. `null` counts as none. */
  public valueAt(...keys: string[]): unknown {
    let value: unknown = this.json;
    for (const key of keys) {
      if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return value ?? undefined;
  }

  /** The text at a path of keys; `undefined` when there is none, or something else stands there. */
  public textAt(...keys: string[]): string | undefined {
    const value = this.valueAt(...keys);
    return typeof value === 'string' ? value : undefined;
  }

  /** The number at a path of keys; `undefined` when there is none, or something else stands there. */
  public numberAt(...keys: string[]): number | undefined {
    const value = this.valueAt(...keys);
    return typeof value === 'number' ? value : undefined;
  }

  /** The boolean at a path of keys; `undefined` when there is none, or something else stands there. */
  public flagAt(...keys: string[]): boolean | undefined {
    const value = this.valueAt(...keys);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The object at a path of keys; an empty one when there is none, or something else stands there. */
  public objectAt(...keys: string[]): { readonly [key: string]: unknown } {
    const value = this.valueAt(...keys);
    return isObject(value) ? value : {};
  }

  /** The list at a path of keys; an empty one when there is none, or something else stands there. */
  public listAt(...keys: string[]): unknown[] {
    const value = this.valueAt(...keys);
    return Array.isArray(value) ? value : [];
  }
}
