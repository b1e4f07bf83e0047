import { keyOf } from './node-value';
import { plainValue } from './plain-value';

/** Differences between the readers of YAML. */
export interface Dialect {
  /** Name of the reader in messages. */
  readonly reader: string;
  /** Returns the value of a text without quotes. */
  readonly plainValue: (text: string) => unknown;
  /** Returns the text of a key, whose value and text are given. The text is undefined for an alias or a collection. */
  readonly keyOf: (value: unknown, text: string | undefined, at: number) => string;
  /** Tags of the application, such as `!reset`. Their values are {@link TaggedValue}s, and a scalar among them is a text. */
  readonly localTags: ReadonlySet<string>;
  /** True if a key of a mapping replaces a merged one, also where `<<` follows the key. */
  readonly mergesAnywhere: boolean;
}

/** YAML as kubectl reads it. */
export const KUBECTL: Dialect = {
  reader: 'kubectl',
  plainValue,
  keyOf,
  localTags: new Set(),
  mergesAnywhere: false,
};
