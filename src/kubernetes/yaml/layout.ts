import { Scanner } from './scanner';
import { type Token, TokenKind } from './token';

/** Part of a text that is a value, with its place. */
export interface LayoutNode {
  readonly kind: 'map' | 'list' | 'scalar' | 'alias' | 'empty';
  /** True for a collection in braces or brackets. */
  readonly isFlow: boolean;
  /** Offset of its first character, after its anchor and its tag. */
  readonly start: number;
  /** Offset after its last character, without a comment. For a block text, the start of the next line. */
  readonly end: number;
  /** Name of its anchor. */
  readonly anchor?: string;
  /** Text of a scalar, or name of an alias. */
  readonly text: string;
  /** True for a scalar without quotes. */
  readonly isPlain: boolean;
  /** True if it has an anchor or a tag. */
  readonly hasProperties: boolean;
  readonly pairs: ReadonlyArray<LayoutPair>;
  readonly items: ReadonlyArray<LayoutNode>;
}

/** Key of a mapping, with its value. */
export interface LayoutPair {
  readonly key: LayoutNode;
  /** Offset of its first character: the key, its anchor, or its question mark. */
  readonly start: number;
  /** Offset after its colon. Undefined if it has none. */
  readonly colon?: number;
  readonly value: LayoutNode;
  /** Offset after its last character, without a comment. */
  readonly end: number;
  /** True for `<<` without quotes. */
  readonly isMerge: boolean;
}

const NONE: Omit<LayoutNode, 'kind' | 'start' | 'end' | 'anchor'> = {
  isFlow: false,
  text: '',
  isPlain: false,
  hasProperties: false,
  pairs: [],
  items: [],
};

const VALUE_START =
  TokenKind.Scalar |
  TokenKind.Alias |
  TokenKind.BlockMappingStart |
  TokenKind.BlockSequenceStart |
  TokenKind.FlowMappingStart |
  TokenKind.FlowSequenceStart;

/**
 * Returns the places of the values in a text of one document. The text must be readable: the reader of its values has found no
 * problem in it.
 */
export function layoutOf(text: string, start: number, end: number): LayoutNode {
  return new LayoutReader(text, start, end).document();
}

class LayoutReader {
  private readonly scanner: Scanner;

  constructor(text: string, start: number, end: number) {
    this.scanner = new Scanner(text, start, end);
  }

  public document(): LayoutNode {
    return this.node(false);
  }

  /** @param acceptsFlush true if a list without more indentation can begin here */
  private node(acceptsFlush: boolean): LayoutNode {
    const { scanner } = this;
    let anchor: string | undefined;
    let hasProperties = false;
    let at = scanner.peek().at;
    for (let token = scanner.peek(); (token.kind & PROPERTY) !== 0; token = scanner.peek()) {
      if (token.kind === TokenKind.Anchor) anchor = token.value;
      hasProperties = true;
      at = scanner.take().end;
    }
    const token = scanner.peek();
    const isValue = (token.kind & (acceptsFlush ? VALUE_START | TokenKind.BlockEntry : VALUE_START)) !== 0;
    const node: LayoutNode = isValue ? this.valueAt(token) : { ...NONE, kind: 'empty', start: at, end: at };
    return hasProperties ? { ...node, hasProperties, ...(anchor !== undefined && { anchor }) } : node;
  }

  private valueAt({ kind }: Token): LayoutNode {
    if (kind === TokenKind.BlockMappingStart) return this.blockMap();
    if (kind === TokenKind.BlockSequenceStart) return this.blockList(true);
    if (kind === TokenKind.BlockEntry) return this.blockList(false);
    if (kind === TokenKind.FlowMappingStart) return this.flow('map');
    if (kind === TokenKind.FlowSequenceStart) return this.flow('list');
    const { at: start, end, value: text, isPlain } = this.scanner.take();
    return { ...NONE, kind: kind === TokenKind.Alias ? 'alias' : 'scalar', start, end, text, isPlain };
  }

  private blockMap(): LayoutNode {
    const { at: start } = this.scanner.take();
    const pairs: LayoutPair[] = [];
    for (let token = this.scanner.peek(); token.kind === TokenKind.Key; token = this.scanner.peek())
      pairs.push(this.pair(true));
    this.scanner.take();
    return { ...NONE, kind: 'map', start, end: pairs.at(-1)?.end ?? start, pairs };
  }

  private blockList(isIndented: boolean): LayoutNode {
    const { at: start } = isIndented ? this.scanner.take() : this.scanner.peek();
    const items: LayoutNode[] = [];
    let end = start;
    while (this.scanner.peek().kind === TokenKind.BlockEntry) {
      const dash = this.scanner.take();
      const item = this.node(false);
      const isEmpty = item.kind === 'empty' && !item.hasProperties;
      // an empty item ends with its dash
      items.push(isEmpty ? { ...item, start: dash.end, end: dash.end } : item);
      end = items.at(-1)?.end ?? end;
    }
    if (isIndented) this.scanner.take();
    return { ...NONE, kind: 'list', start, end, items };
  }

  private flow(kind: 'map' | 'list'): LayoutNode {
    const { scanner } = this;
    const { at: start } = scanner.take();
    const pairs: LayoutPair[] = [];
    const items: LayoutNode[] = [];
    for (;;) {
      const token = scanner.peek();
      if ((token.kind & FLOW_END) !== 0) break;
      if (token.kind === TokenKind.FlowEntry) scanner.take();
      else if (kind === 'map') pairs.push(token.kind === TokenKind.Key ? this.pair(false) : this.lonelyKey());
      else items.push(token.kind === TokenKind.Key ? this.flowPair() : this.node(false));
    }
    return { ...NONE, kind, isFlow: true, start, end: scanner.take().end, pairs, items };
  }

  /** Reads a mapping of one pair in a list, without braces. */
  private flowPair(): LayoutNode {
    const pair = this.pair(false);
    // it has no place for another pair
    return { ...NONE, kind: 'map', isFlow: true, start: pair.start, end: pair.end, pairs: [pair] };
  }

  /** Reads a key without a colon in braces. */
  private lonelyKey(): LayoutPair {
    const key = this.node(false);
    const value: LayoutNode = { ...NONE, kind: 'empty', start: key.end, end: key.end };
    return { key, start: key.start, value, end: key.end, isMerge: false };
  }

  /** Reads a pair from the token of its key on. */
  private pair(isBlock: boolean): LayoutPair {
    const { scanner } = this;
    const { at: start } = scanner.take();
    const key = this.node(isBlock);
    const isMerge = key.text === '<<' && key.isPlain && !key.hasProperties;
    if (scanner.peek().kind !== TokenKind.Value) {
      const value: LayoutNode = { ...NONE, kind: 'empty', start: key.end, end: key.end };
      return { key, start, value, end: key.end, isMerge };
    }
    const colon = scanner.take().end;
    const read = this.node(isBlock);
    const isEmpty = read.kind === 'empty' && !read.hasProperties;
    const value = isEmpty ? { ...read, start: colon, end: colon } : read;
    return { key, start, colon, value, end: Math.max(colon, value.end), isMerge };
  }
}

const PROPERTY = TokenKind.Anchor | TokenKind.Tag;
const FLOW_END = TokenKind.FlowMappingEnd | TokenKind.FlowSequenceEnd | TokenKind.StreamEnd;
