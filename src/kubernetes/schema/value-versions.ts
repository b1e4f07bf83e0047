import type { SchemaNode } from './schema-node';

/** Value of an enumeration, and the versions that accept it: `29-=FailIndex`, or `off=Recreate` for none. */
const VERSIONED = /^(?:(\d+)-|off)=(.*)$/;

/**
 * Returns the values that a minor version accepts by default, and those that only later versions accept, each with the first of them.
 * @param texts values, some with their versions
 */
export function valuesOf(texts: ReadonlyArray<string>, minor: number): Pick<SchemaNode, 'enum' | 'laterValues'> {
  const values: string[] = [];
  const laterValues = new Map<string, number>();
  for (const text of texts) {
    const [, since = '', value = text] = VERSIONED.exec(text) ?? [];
    const from = since !== '' ? Number(since) : value === text ? 0 : Number.POSITIVE_INFINITY;
    if (minor >= from) values.push(value);
    else laterValues.set(value, from);
  }
  return { enum: values, ...(laterValues.size > 0 && { laterValues }) };
}
