import type { Found } from './found';

/** Words by which an acknowledgement selects findings. */
export interface Selector {
  readonly rule: string;
  readonly container?: string;
  readonly value?: string;
}

/** Findings by each selector that matches them, in their order. */
export class FoundIndex {
  private readonly lists = new Map<string, { readonly all: Found[]; next: number }>();

  constructor(found: Iterable<Found>) {
    for (const each of found) for (const key of [...keysOf(each), identityOf(each)]) this.add(key, each);
  }

  /** True if a finding matches, whether it is settled or not. */
  public has(selector: Selector): boolean {
    return this.lists.has(keyOf(selector));
  }

  /** Returns the first finding that matches and is not settled yet. Undefined if there is none. */
  public first(selector: Selector): Found | undefined {
    return this.firstAt(keyOf(selector));
  }

  /** Returns the first finding with an identity that is not settled yet. Undefined if there is none. */
  public identified(identity: string): Found | undefined {
    return this.firstAt(identity);
  }

  private firstAt(key: string): Found | undefined {
    const list = this.lists.get(key);
    if (list === undefined) return undefined;
    // a settled finding stays settled, so each is passed once
    while (list.next < list.all.length && isSettled(list.all[list.next])) list.next += 1;
    return list.all[list.next];
  }

  /** Returns the findings that match and are not settled. */
  public open(selector: Selector): Found[] {
    return (this.lists.get(keyOf(selector))?.all ?? []).filter((each) => !isSettled(each));
  }

  private add(key: string, each: Found): void {
    const list = this.lists.get(key);
    if (list) list.all.push(each);
    else this.lists.set(key, { all: [each], next: 0 });
  }
}

/** True for a finding that an acknowledgement accepts, or whose acknowledgement is not accepted. */
function isSettled(found: Found | undefined): boolean {
  return found?.acknowledged !== undefined || found?.refused !== undefined;
}

/**
 * Returns a text that is the same for the same finding of a template and of its renderings. The path is a part of it only if
 * the finding has no value, because a rendering can change the index of a container.
 */
export function identityOf({ rule: { id: rule }, container, value, path }: Found): string {
  return JSON.stringify([rule, container ?? null, value ?? null, value === undefined ? path : '']);
}

/** Returns the keys of all selectors that match a finding. */
function keysOf({ rule: { id: rule }, container, value, shortValue }: Found): Set<string> {
  const values = [undefined, value, shortValue];
  return new Set(
    values
      .flatMap((each) => [
        { rule, value: each },
        { rule, container, value: each },
      ])
      .map(keyOf),
  );
}

/** Returns a text that is the same for equal selectors. */
function keyOf({ rule, container, value }: Selector): string {
  return JSON.stringify([rule, container ?? null, value ?? null]);
}
