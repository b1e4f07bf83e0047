import type { DescribedBreach } from './check';

/** Returns items in quotes, separated by commas. Nothing is escaped, as in upstream. */
export function quoted(items: ReadonlyArray<string>): string {
  return items.map((item) => `"${item}"`).join(', ');
}

/** Returns the singular for 1, and the plural for any other number. */
export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** Returns the values of breaches without duplicates, sorted by code unit. */
export function valuesOf(breaches: ReadonlyArray<DescribedBreach>): string[] {
  return [...new Set(breaches.map((b) => b.value))].sort();
}

/** Returns the containers of breaches without duplicates, in their order. */
export function containersOf(breaches: ReadonlyArray<DescribedBreach>): { readonly name: string }[] {
  return [...new Set(breaches.map((b) => b.container).filter((c) => c !== undefined))];
}

/** Returns the containers of breaches as text, such as `containers "a", "b"`. */
export function containerList(breaches: ReadonlyArray<DescribedBreach>): string {
  const containers = containersOf(breaches);
  return `${plural('container', 'containers', containers.length)} ${quoted(containers.map((c) => c.name))}`;
}

/** Returns the subjects that set a forbidden value as text: `pod`, containers, or `pod and container "a"`. */
export function setters(breaches: ReadonlyArray<DescribedBreach>): string {
  const inPod = breaches.some((b) => b.container === undefined);
  const inContainers = breaches.some((b) => b.container !== undefined);
  return [...(inPod ? ['pod'] : []), ...(inContainers ? [containerList(breaches)] : [])].join(' and ');
}

/** Returns a text in the form of Go's %q. */
export function goQuoted(text: string): string {
  return JSON.stringify(text).replace(/\\u00([01][0-9a-f])|\x7f/g, (_, hex?: string) => `\\x${hex ?? '7f'}`);
}
