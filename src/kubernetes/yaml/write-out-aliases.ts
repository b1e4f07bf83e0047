import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  visit,
  type YAMLMap,
} from 'yaml';
import { NoPlace, TooLarge } from './no-place';

/** Maximum number of values that the aliases of a document can stand for, if the document is written without them. */
export const MAX_WRITTEN_OUT = 50_000;

/** Returns true if a document has aliases or merge keys: then a change in one place would also change another. */
export function hasAliases(document: Document.Parsed): boolean {
  let found = false;
  const see = (isFound: boolean): symbol | undefined => {
    found ||= isFound;
    return isFound ? visit.BREAK : undefined;
  };
  visit(document, { Alias: () => see(true), Pair: (_, pair) => see(isMerge(pair)) });
  return found;
}

/**
 * Replaces each alias with its value, and each merge key with the merged keys. Removes every anchor.
 * @throws {@link TooLarge} if the aliases stand for too many values
 */
export function writeOutAliases(document: Document.Parsed): void {
  document.contents = new WritingOut().of(document.contents);
}

class WritingOut {
  private readonly anchors = new Map<string, { readonly node: ParsedNode; readonly size: number }>();
  private left = MAX_WRITTEN_OUT;

  public of<T extends ParsedNode | null>(node: T): T {
    if (isAlias(node)) return this.copyOf(node.source) as T;
    if (isMap(node)) {
      for (const pair of node.items) {
        pair.key = this.of(pair.key);
        pair.value = this.of(pair.value);
      }
      node.items = mergedItems(node) as typeof node.items;
    } else if (isSeq(node)) {
      for (const [i, item] of node.items.entries()) node.items[i] = this.of(item);
    }
    if (node !== null && node.anchor !== undefined) {
      this.anchors.set(node.anchor, { node, size: sizeOf(node) });
      node.anchor = undefined;
    }
    return node;
  }

  private copyOf(anchor: string): ParsedNode {
    const known = this.anchors.get(anchor);
    if (known === undefined) throw new NoPlace(`the alias *${anchor} has no anchor before it`);
    this.left -= known.size;
    if (this.left < 0)
      throw new TooLarge(`its aliases stand for more than ${MAX_WRITTEN_OUT} values, which is the limit`);
    const copy = known.node.clone() as ParsedNode;
    // the comment above the anchor must be written only once
    copy.commentBefore = undefined;
    return copy;
  }
}

function sizeOf(node: unknown): number {
  if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
  if (!isMap(node) && !isSeq(node)) return 1;
  return (node.items as unknown[]).reduce<number>((sum, item) => sum + sizeOf(item), 1);
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

/** Returns the keys of a map, with merge keys replaced. The map's own keys win over merged ones, and an earlier merge wins over a later one. */
function mergedItems(map: YAMLMap): Pair[] {
  if (!map.items.some(isMerge)) return map.items;
  const taken = new Set(map.items.filter((pair) => !isMerge(pair)).map(({ key }) => keyOf(key)));
  return map.items.flatMap((pair) => {
    if (!isMerge(pair)) return [pair];
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    const brought = sources.filter(isMap).flatMap(({ items }) => items);
    return brought.filter(({ key }) => !taken.has(keyOf(key)) && taken.add(keyOf(key)));
  });
}

/** Returns the text of a key that is a scalar, or an empty text for another key. */
export function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}
