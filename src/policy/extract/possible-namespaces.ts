const DEFAULT = 'default';

/**
 * Returns the namespaces of objects that an object can refer to or select. A manifest without a namespace gets the
 * namespace in which it is applied.
 */
export function possibleNamespaces(namespace: string | undefined): (string | undefined)[] {
  if (namespace === undefined) return [undefined, DEFAULT];
  return [namespace, undefined];
}
