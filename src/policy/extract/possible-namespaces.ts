const DEFAULT = 'default';

/**
 * The namespaces that something may be in which an object names, or selects, beside itself: a manifest that says no namespace
 * goes where its reader applies it.
 */
export function possibleNamespaces(namespace: string | undefined): (string | undefined)[] {
  if (namespace === undefined) return [undefined, DEFAULT];
  return [namespace, undefined];
}
