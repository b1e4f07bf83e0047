import { isObject } from '../kubernetes/manifest';
import { writeJson } from '../kubernetes/yaml/write-yaml';
import { isPlainText } from '../kubernetes/yaml/yaml-stream';
import { LONGEST_TEXT, type Finding } from '../policy/finding';

/**
 * Returns the value that fixes a finding as the YAML to set, from the top of the object; undefined if the finding has none, or
 * if an item of a list on the way has nothing to identify it by.
 */
export function fixSnippetOf({ set, _json: object }: Pick<Finding, 'set' | '_json'>): string | undefined {
  if (set === undefined) return undefined;
  const steps = set.path
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  const yaml = nested(steps, set.value, object);
  return isObject(yaml) ? `${yamlLines(yaml).join('\n')}\n` : undefined;
}

/** Returns a value below steps, with what identifies the items of lists on the way; undefined if such an item has nothing. */
function nested([step, ...rest]: ReadonlyArray<string>, value: unknown, found: unknown): unknown {
  if (step === undefined) return value;
  const standing = isObject(found) || Array.isArray(found) ? (found as Record<string, unknown>) : {};
  const inner = nested(rest, value, Object.hasOwn(standing, step) ? standing[step] : undefined);
  if (inner === undefined) return undefined;
  if (!Array.isArray(found)) return { [step]: inner };
  if (found.length <= 1 && !isObject(inner)) return [inner];
  const identity = identityOf(standing[step]);
  const isIdentified = found.length <= 1 || Object.keys(identity).length > 0;
  return isObject(inner) && isIdentified ? [{ ...identity, ...inner }] : undefined;
}

/** Keys by which Kubernetes tells items of a list apart when it merges a patch. */
const IDENTIFYING = ['name', 'mountPath', 'devicePath', 'containerPort', 'port', 'ip', 'topologyKey'];

/** Returns what identifies an item of a list. A text that is too long to be shown identifies nothing. */
function identityOf(item: unknown): Record<string, unknown> {
  if (!isObject(item)) return {};
  const isShown = (value: unknown): boolean =>
    typeof value === 'number' || (typeof value === 'string' && value.length <= LONGEST_TEXT);
  const keys = IDENTIFYING.filter((key) => Object.hasOwn(item, key) && isShown(item[key]));
  return Object.fromEntries(keys.map((key) => [key, item[key]]));
}

/** Writes so little YAML, and so often, that no writer is loaded for it. */
function yamlLines(value: unknown): string[] {
  if (Array.isArray(value))
    return value.length === 0
      ? ['[]']
      : value.flatMap((item) => yamlLines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`));
  if (!isObject(value)) return [scalarText(value)];
  const entries = Object.entries(value);
  if (entries.length === 0) return ['{}'];
  return entries.flatMap(([key, each]) => {
    const below = yamlLines(each);
    const isInline = typeof each !== 'object' || each === null || Object.keys(each).length === 0;
    return isInline
      ? [`${scalarText(key)}: ${below.join('')}`]
      : [`${scalarText(key)}:`, ...below.map((line) => `  ${line}`)];
  });
}

/** Writes a text that could be taken for something else in the quotes of JSON, which are YAML's, too. */
function scalarText(value: unknown): string {
  const isPlain = typeof value !== 'string' || (/^[A-Za-z][A-Za-z0-9./-]*$/.test(value) && isPlainText(value));
  return isPlain ? String(value) : writeJson(value);
}
