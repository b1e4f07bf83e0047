import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, visit, type YAMLMap } from 'yaml';

/** Whether something in a document stands for something else in it. */
export function hasAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** Puts what an alias stands for in its place, and what a merge key brings in beside what it is merged with. */
export function writeOutAliases(document: Document.Parsed): void {
  visit(document, {
    Alias: (_, alias) => {
      const copy = alias.resolve(document)?.clone() as ParsedNode | undefined;
      // the comment above it is said once
      if (copy) copy.commentBefore = undefined;
      return copy;
    },
  });
  visit(document, {
    Map: (_, map) => {
      map.items = mergedItems(map);
    },
  });
  visit(document, {
    Node: (_, node) => {
      // an anchor that nothing names any more
      if (!isAlias(node)) node.anchor = undefined;
    },
  });
}

/** What stands beside a merge key counts more than what it brings; of what it brings, the first. */
function mergedItems(map: YAMLMap): Pair[] {
  const isMerge = ({ key }: Pair): boolean => isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
  const taken = new Set(map.items.filter((pair) => !isMerge(pair)).map(({ key }) => keyOf(key)));
  return map.items.flatMap((pair) => {
    if (!isMerge(pair)) return [pair];
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    const brought = sources.filter(isMap).flatMap(mergedItems);
    return brought.filter(({ key }) => !taken.has(keyOf(key)) && taken.add(keyOf(key)));
  });
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}
