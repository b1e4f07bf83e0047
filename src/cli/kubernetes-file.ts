import { isObject } from '../kubernetes/manifest';
import type { YamlStream } from '../kubernetes/yaml/yaml-stream';

/**
 * True if a file may be for Kubernetes: a document has apiVersion and kind, in any case of letters, or lacks one of them beside
 * the content of an object, or is a list, or cannot be read but has a key of an object. Values of a chart, workflows and
 * settings of tools are not.
 */
export function isForKubernetes({ documents, problems }: YamlStream, text: string): boolean {
  if (documents.some(({ value }) => isLikeObject(value))) return true;
  return problems.length > 0 && /\b(apiVersion|kind)["']?[ \t]*:/i.test(text);
}

function isLikeObject(value: unknown): boolean {
  if (!isObject(value)) return false;
  // a misspelled key is reported, because the author means an object
  const keys = new Set(Object.keys(value).map((key) => key.toLowerCase()));
  const [hasVersion, hasKind] = [keys.has('apiversion'), keys.has('kind')];
  if (hasVersion && hasKind) return true;
  const { items, metadata, spec } = value;
  if (Array.isArray(items) && items.some(isLikeObject)) return true;
  return (hasVersion || hasKind) && (Array.isArray(items) || isObject(metadata) || isObject(spec));
}
