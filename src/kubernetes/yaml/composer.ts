import { isObject, type JsonObject } from '../manifest';
import { Anchors } from './anchors';
import { type Dialect, KUBECTL } from './dialect';
import { Mapping } from './mapping';
import { MAX_DEPTH } from './limits';
import { taggedValue } from './node-value';
import type { Places } from './places';
import { Scanner } from './scanner';
import type { BlockExtent, SharedBlocks } from './shared-blocks';
import { TaggedValue } from './tagged-value';
import { type Token, TokenKind, type TokenKinds, tokenName } from './token';
import { YamlError } from './yaml-error';

/** Tokens before which a key or an item has no value. */
const BLOCK_MAPPING_STOP = TokenKind.Key | TokenKind.Value | TokenKind.BlockEnd;
const BLOCK_SEQUENCE_STOP = TokenKind.BlockEntry | TokenKind.BlockEnd;
const INDENTLESS_STOP = BLOCK_MAPPING_STOP | TokenKind.BlockEntry;
const FLOW_MAPPING_STOP = TokenKind.FlowEntry | TokenKind.FlowMappingEnd;
const FLOW_MAPPING_KEY_STOP = FLOW_MAPPING_STOP | TokenKind.Value;
const FLOW_PAIR_STOP = TokenKind.FlowEntry | TokenKind.FlowSequenceEnd;
const FLOW_PAIR_KEY_STOP = FLOW_PAIR_STOP | TokenKind.Value;

/** Tokens that begin a list or a mapping. */
const FLOW_START = TokenKind.FlowSequenceStart | TokenKind.FlowMappingStart;
const BLOCK_START = FLOW_START | TokenKind.BlockSequenceStart | TokenKind.BlockMappingStart;
const INDENTLESS_START = BLOCK_START | TokenKind.BlockEntry;

/** Keys of mappings that many manifests of a fleet repeat. */
const SHARED_KEYS: ReadonlySet<string> = new Set(['spec', 'annotations']);

/** Composes the value of a YAML document from its tokens. A mapping with a duplicate key is an error. */
export class Composer {
  private readonly scanner: Scanner;
  private readonly anchors = new Anchors();
  private depth = 0;
  /** True if the last scalar was `<<` without quotes. */
  private isMerge = false;
  /** Text of the last scalar; undefined if it was an alias. */
  private text: string | undefined;
  /** Offset of the token that ended the last mapping in block style. */
  private blockEnd = -1;

  /**
   * @param places recorder of the places of the values
   * @param shared blocks that were already read, which are not read again
   */
  constructor(
    private readonly source: string,
    start: number,
    end: number,
    private readonly places: Places,
    private readonly dialect: Dialect = KUBECTL,
    private readonly shared?: SharedBlocks,
  ) {
    this.scanner = new Scanner(source, start, end, dialect.localTags);
  }

  /** Reads the document; its value is null if it is empty. */
  public document(): unknown {
    const { scanner, places } = this;
    const first = scanner.peek();
    const place = places.open(first.at);
    if (first.kind === TokenKind.StreamEnd) return null;
    if (first.kind === TokenKind.DocumentEnd)
      throw new YamlError('the end mark ... has no document before it: delete its line', first.at);
    const value = this.node(BLOCK_START);
    places.close(place);
    while (scanner.peek().kind === TokenKind.DocumentEnd) scanner.take();
    const rest = scanner.peek();
    if (rest.kind !== TokenKind.StreamEnd)
      throw new YamlError(
        'kubectl ignores the content after the end of the document: begin a new document with ---',
        rest.at,
      );
    return value;
  }

  /** Reads a value. Only the given tokens can begin a list or a mapping. */
  private node(starts: TokenKinds): unknown {
    const token = this.scanner.peek();
    this.anchors.count += 1;
    this.isMerge = false;
    this.text = undefined;
    if (token.kind === TokenKind.Scalar) return this.scalar(this.scanner.take(), undefined);
    if (token.kind === TokenKind.Alias) return this.alias(this.scanner.take());
    if (token.kind !== TokenKind.Anchor && token.kind !== TokenKind.Tag) return this.collection(token, starts);
    return this.withProperties(token, starts);
  }

  /** Reads a value with an anchor, a tag, or both. */
  private withProperties(first: Token, starts: TokenKinds): unknown {
    const { scanner } = this;
    let complete: ((value: unknown) => void) | undefined;
    let tag: Token | undefined;
    for (let next: Token = first; ; next = scanner.peek()) {
      if (next.kind === TokenKind.Anchor && !complete) complete = this.anchors.begin(scanner.take().value);
      else if (next.kind === TokenKind.Tag && !tag) tag = scanner.take();
      else break;
    }
    const local = tag && this.dialect.localTags.has(tag.value) ? tag.value : undefined;
    const isText = local !== undefined && scanner.peek().kind === TokenKind.Scalar;
    const read = isText ? scanner.take().value : this.tagged(local === undefined ? tag : undefined, starts);
    const value = local === undefined ? read : new TaggedValue(local, read);
    complete?.(value);
    return value;
  }

  private tagged(tag: Token | undefined, starts: TokenKinds): unknown {
    const token = this.scanner.peek();
    if (token.kind === TokenKind.Scalar) return this.scalar(this.scanner.take(), tag);
    if ((token.kind & starts) === 0) return tag ? taggedValue(tag, '') : null;
    const value = this.collection(token, starts);
    if (tag && tag.value !== (Array.isArray(value) ? 'seq' : 'map'))
      throw new YamlError(`the tag !!${tag.value} does not fit its value: delete it`, tag.at);
    return value;
  }

  private scalar(token: Token, tag: Token | undefined): unknown {
    const { value: text } = token;
    this.text = text;
    if (tag) return taggedValue(tag, text);
    if (!token.isPlain) return text;
    this.isMerge = text === '<<';
    const value = this.dialect.plainValue(text);
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new YamlError(`${text} is a number that JSON does not have: put it in quotes`, token.at);
    return value;
  }

  private alias(token: Token): unknown {
    return this.anchors.valueOf(token);
  }

  private collection(token: Token, starts: TokenKinds): unknown {
    if ((token.kind & starts) === 0) throw unexpected(token, 'a value', starts === FLOW_START);
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      throw new YamlError(`nesting exceeded: a document can have at most ${MAX_DEPTH} levels`, token.at);
    const value = this.collectionOf(token.kind);
    this.depth -= 1;
    return value;
  }

  private collectionOf(kind: TokenKind): unknown {
    if (kind === TokenKind.BlockMappingStart) return this.blockMapping();
    if (kind === TokenKind.BlockSequenceStart) return this.blockSequence();
    if (kind === TokenKind.BlockEntry) return this.indentlessSequence();
    return kind === TokenKind.FlowSequenceStart ? this.flowSequence() : this.flowMapping();
  }

  private blockSequence(): unknown[] {
    const items: unknown[] = [];
    this.scanner.take();
    for (;;) {
      const { kind, at } = this.scanner.peek();
      if (kind !== TokenKind.BlockEntry) break;
      this.scanner.take();
      items.push(this.item(BLOCK_SEQUENCE_STOP, at));
    }
    this.expect(TokenKind.BlockEnd, 'an item of the list, which begins with -');
    return items;
  }

  private indentlessSequence(): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      const { kind, at } = this.scanner.peek();
      if (kind !== TokenKind.BlockEntry) return items;
      this.scanner.take();
      items.push(this.item(INDENTLESS_STOP, at));
    }
  }

  /** Reads an item of a list in block style, whose mark at the offset was already taken. */
  private item(stops: TokenKinds, at: number): unknown {
    const token = this.scanner.peek();
    const place = this.places.open((token.kind & stops) === 0 ? token.at : at);
    const value = this.valueUnless(stops);
    this.places.close(place);
    return value;
  }

  private blockMapping(): JsonObject {
    const mapping = this.mapping();
    this.scanner.take();
    for (;;) {
      const { kind, at } = this.scanner.peek();
      if (kind !== TokenKind.Key && kind !== TokenKind.Value) break;
      if (kind === TokenKind.Key) this.scanner.take();
      else throw new YamlError('a value has no key: write the key before the colon', at);
      this.pair(mapping, BLOCK_MAPPING_STOP, BLOCK_MAPPING_STOP, INDENTLESS_START);
    }
    this.blockEnd = this.expect(TokenKind.BlockEnd, 'a key of the mapping').at;
    return mapping.value;
  }

  private flowSequence(): unknown[] {
    const { scanner, places } = this;
    const items: unknown[] = [];
    scanner.take();
    for (let isFirst = true; ; isFirst = false) {
      if (scanner.peek().kind === TokenKind.FlowSequenceEnd) break;
      if (!isFirst) this.expect(TokenKind.FlowEntry, 'a comma or ]');
      const { kind, at } = scanner.peek();
      if (kind === TokenKind.FlowSequenceEnd) break;
      const place = places.open(at);
      items.push(kind === TokenKind.Key ? this.flowPair() : this.node(FLOW_START));
      places.close(place);
    }
    scanner.take();
    return items;
  }

  private mapping(): Mapping {
    return new Mapping(this.places, this.dialect.mergesAnywhere);
  }

  /** Reads a mapping of one pair in a list, without braces. */
  private flowPair(): JsonObject {
    this.anchors.count += 1;
    this.depth += 1;
    this.scanner.take();
    const mapping = this.mapping();
    this.pair(mapping, FLOW_PAIR_KEY_STOP, FLOW_PAIR_STOP, FLOW_START);
    this.depth -= 1;
    return mapping.value;
  }

  private flowMapping(): JsonObject {
    const { scanner } = this;
    const mapping = this.mapping();
    scanner.take();
    for (let isFirst = true; ; isFirst = false) {
      if (scanner.peek().kind === TokenKind.FlowMappingEnd) break;
      if (!isFirst) this.expect(TokenKind.FlowEntry, 'a comma or }');
      const { kind, at } = scanner.peek();
      if (kind === TokenKind.FlowMappingEnd) break;
      if (kind === TokenKind.Key) {
        scanner.take();
        this.pair(mapping, FLOW_MAPPING_KEY_STOP, FLOW_MAPPING_STOP, FLOW_START);
      } else {
        const key = this.dialect.keyOf(this.node(FLOW_START), this.text, at);
        this.add(mapping, key, at, undefined, FLOW_START);
      }
    }
    scanner.take();
    return mapping.value;
  }

  /** Reads a key, whose mark was already taken, and its value. */
  private pair(mapping: Mapping, noKey: TokenKinds, noValue: TokenKinds, starts: TokenKinds): void {
    const { scanner } = this;
    const { kind, at } = scanner.peek();
    const key = this.dialect.keyOf((kind & noKey) !== 0 ? null : this.node(starts), this.text, at);
    if (scanner.peek().kind !== TokenKind.Value) return this.add(mapping, key, at, undefined, starts);
    scanner.take();
    this.add(mapping, key, at, noValue, starts);
  }

  /**
   * Reads the value of a key, and adds the pair to its mapping.
   *
   * @param stops tokens before which the value is missing; undefined if it is missing anyway
   */
  private add(mapping: Mapping, key: string, at: number, stops: TokenKinds | undefined, starts: TokenKinds): void {
    if (this.isMerge) return this.merge(mapping, at, stops, starts);
    const place = this.places.open(at);
    mapping.set(key, stops === undefined ? null : this.valueOf(key, stops, starts), at);
    this.places.close(place);
  }

  private valueOf(key: string, stops: TokenKinds, starts: TokenKinds): unknown {
    const { shared, scanner } = this;
    const extent = shared && SHARED_KEYS.has(key) ? scanner.blockAhead() : undefined;
    return extent === undefined ? this.valueUnless(stops, starts) : this.block(extent, shared!, stops, starts);
  }

  /** Reads a mapping in block style, or returns the one with the same text that was read before. */
  private block(
    { start, end, next }: BlockExtent,
    shared: SharedBlocks,
    stops: TokenKinds,
    starts: TokenKinds,
  ): unknown {
    const { anchors, places, scanner } = this;
    const text = this.source.slice(start, end);
    const before = shared.get(text, this.depth);
    if (before !== undefined) {
      scanner.skipTo(end);
      anchors.count += before.count;
      places.append(before.places, start);
      return before.value;
    }
    const { count, uses } = anchors;
    const { next: place, keyed } = places;
    this.blockEnd = -1;
    const value = this.valueUnless(stops, starts);
    // the indentation does not show the end of a text in quotes, and anchors are elsewhere
    if (this.blockEnd === next && anchors.uses === uses && places.keyed === keyed && isObject(value))
      shared.add(text, { value, count: anchors.count - count, depth: this.depth, places: places.since(place, start) });
    return value;
  }

  private merge(mapping: Mapping, at: number, stops: TokenKinds | undefined, starts: TokenKinds): void {
    const isAlias = stops !== undefined && this.scanner.peek().kind === TokenKind.Alias;
    // merged values have no place of their own
    const place = this.places.open(at);
    const value = stops === undefined ? null : this.valueUnless(stops, starts);
    this.places.drop(place);
    const sources = Array.isArray(value) && !isAlias ? value : [value];
    if (!sources.every((source) => isObject(source) && !(source instanceof TaggedValue)))
      throw new YamlError(
        '<< merges a value that is not a mapping, which kubectl rejects: merge a mapping or a list of mappings',
        at,
      );
    mapping.merge(sources as JsonObject[], at);
  }

  private valueUnless(stops: TokenKinds, starts: TokenKinds = BLOCK_START): unknown {
    if ((this.scanner.peek().kind & stops) === 0) return this.node(starts);
    this.anchors.count += 1;
    return null;
  }

  private expect(kind: TokenKind, what: string): Token {
    const token = this.scanner.take();
    if (token.kind !== kind) throw unexpected(token, what, kind === TokenKind.FlowEntry);
    return token;
  }
}

function unexpected({ kind, at }: Token, what: string, inFlow: boolean): YamlError {
  if (inFlow && kind === TokenKind.StreamEnd)
    return new YamlError('a flow collection is not closed: add its ] or }', at);
  return new YamlError(
    `expected ${what}, found ${tokenName(kind)}: check the indentation, or put the text in quotes`,
    at,
  );
}
