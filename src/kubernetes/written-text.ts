import { quote } from '../diagnostics/input-error';
import { isObject, pointerStep, type Manifest } from './manifest';
import { isCarried } from './syntax';

/**
 * Returns the first problem of a manifest that cdk8s will write. The YAML writer of cdk8s does not escape U+2028 and similar
 * characters, and Kubernetes reads them as line breaks or rejects them, so that a text could become fields of the object.
 */
export function writtenTextProblem(manifest: Manifest): string | undefined {
  const found = uncarriedIn(manifest, '');
  if (found === undefined) return undefined;
  const { pointer, text } = found;
  return `${pointer} must not contain control characters or line separators such as U+2028, which cdk8s writes unescaped, got ${quote(text)}: remove them, or put the bytes into binaryData or an image`;
}

/** Returns the first text or key that YAML cannot contain unchanged. */
function uncarriedIn(value: unknown, pointer: string): { pointer: string; text: string } | undefined {
  if (typeof value === 'string') return isCarried(value) ? undefined : { pointer, text: value };
  if (!Array.isArray(value) && !isObject(value)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (!isCarried(key)) return { pointer: pointer === '' ? 'a key' : `a key of ${pointer}`, text: key };
    const found = uncarriedIn(item, pointer + pointerStep(key));
    if (found !== undefined) return found;
  }
  return undefined;
}
