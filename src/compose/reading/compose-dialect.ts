import type { Dialect } from '../../kubernetes/yaml/dialect';
import { plainValueOf12 } from '../../kubernetes/yaml/plain-value';
import { YamlError } from '../../kubernetes/yaml/yaml-error';

/** Tag of a value that removes the value of an earlier file. */
export const RESET = '!reset';

/** Tag of a value that replaces the value of an earlier file, instead of being merged with it. */
export const OVERRIDE = '!override';

/** YAML as Compose reads it. */
export const COMPOSE: Dialect = {
  reader: 'Compose',
  plainValue: plainValueOf12,
  keyOf: textKey,
  localTags: new Set([RESET, OVERRIDE]),
  mergesAnywhere: true,
};

function textKey(value: unknown, text: string | undefined, at: number): string {
  if (typeof value === 'string') return value;
  throw new YamlError(
    `a key is ${text ? JSON.stringify(text) : 'not a text'}, which is not a text: put it in quotes`,
    at,
  );
}
