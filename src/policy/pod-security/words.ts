import type { ContainerSubject } from '../subject/container-subject';
import type { Breach } from './check';

/** Each in quotes, with commas between. Nothing is escaped, as upstream does not. */
export function quoted(items: ReadonlyArray<string>): string {
  return items.map((item) => `"${item}"`).join(', ');
}

/** The one form for one, the other for any other number. */
export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** The values of breaches, each once, by code unit. */
export function valuesOf(breaches: ReadonlyArray<Breach>): string[] {
  return [...new Set(breaches.map((b) => b.value))].sort();
}

/** The containers of breaches, each once, in their order. */
export function containersOf(breaches: ReadonlyArray<Breach>): ContainerSubject[] {
  return [...new Set(breaches.map((b) => b.container).filter((c) => c !== undefined))];
}

/** Such as `containers "a", "b"`. */
export function containerList(breaches: ReadonlyArray<Breach>): string {
  const containers = containersOf(breaches);
  return `${plural('container', 'containers', containers.length)} ${quoted(containers.map((c) => c.name))}`;
}

/** Who sets something that must not be set: `pod`, containers, or `pod and container "a"`. */
export function setters(breaches: ReadonlyArray<Breach>): string {
  const inPod = breaches.some((b) => b.container === undefined);
  const inContainers = breaches.some((b) => b.container !== undefined);
  return [...(inPod ? ['pod'] : []), ...(inContainers ? [containerList(breaches)] : [])].join(' and ');
}

/** A text as Go's %q shows it. */
export function goQuoted(text: string): string {
  return JSON.stringify(text).replace(/\\u00([01][0-9a-f])|\x7f/g, (_, hex?: string) => `\\x${hex ?? '7f'}`);
}
