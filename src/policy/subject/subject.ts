import { isObject } from '../../kubernetes/manifest';

/** JSON that a rule checks, with accessors that are safe for any content. */
export abstract class Subject {
  /** The JSON itself. Must not be changed. @internal */
  protected readonly _content: { readonly [key: string]: unknown };

  protected constructor(json: { readonly [key: string]: unknown }) {
    this._content = json;
  }

  /** The JSON itself. Must not be changed. */
  public get json(): { readonly [key: string]: unknown } {
    return this._content;
  }

  /** Returns the value at a path of keys. `undefined` if there is none or it is `null`, or if a value on the path is not an object. */
  public valueAt(...keys: string[]): unknown {
    let value: unknown = this._holderOf(keys[0]);
    for (const key of keys) {
      if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return value ?? undefined;
  }

  /** Returns the JSON to read a key of. @internal */
  protected _holderOf(_key: string | undefined): { readonly [key: string]: unknown } {
    return this._content;
  }

  /** Returns the string at a path of keys. `undefined` if there is none, or the value is not a string. */
  public textAt(...keys: string[]): string | undefined {
    const value = this.valueAt(...keys);
    return typeof value === 'string' ? value : undefined;
  }

  /** Returns the number at a path of keys. `undefined` if there is none, or the value is not a number. */
  public numberAt(...keys: string[]): number | undefined {
    const value = this.valueAt(...keys);
    return typeof value === 'number' ? value : undefined;
  }

  /** Returns the boolean at a path of keys. `undefined` if there is none, or the value is not a boolean. */
  public flagAt(...keys: string[]): boolean | undefined {
    const value = this.valueAt(...keys);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Returns the object at a path of keys. Empty if there is none, or the value is not an object. */
  public objectAt(...keys: string[]): { readonly [key: string]: unknown } {
    const value = this.valueAt(...keys);
    return isObject(value) ? value : {};
  }

  /** Returns the list at a path of keys. Empty if there is none, or the value is not a list. */
  public listAt(...keys: string[]): unknown[] {
    const value = this.valueAt(...keys);
    return Array.isArray(value) ? value : [];
  }
}
