/** Kinds of the tokens of a YAML text. They are bits, which combine to sets of kinds. */
export enum TokenKind {
  DocumentEnd = 1 << 0,
  StreamEnd = 1 << 1,
  BlockSequenceStart = 1 << 2,
  BlockMappingStart = 1 << 3,
  BlockEnd = 1 << 4,
  FlowSequenceStart = 1 << 5,
  FlowSequenceEnd = 1 << 6,
  FlowMappingStart = 1 << 7,
  FlowMappingEnd = 1 << 8,
  BlockEntry = 1 << 9,
  FlowEntry = 1 << 10,
  Key = 1 << 11,
  Value = 1 << 12,
  Alias = 1 << 13,
  Anchor = 1 << 14,
  Tag = 1 << 15,
  Scalar = 1 << 16,
}

/** Set of kinds of tokens. */
export type TokenKinds = number;

/** Token of a YAML text. */
export class Token {
  /**
   * @param at offset of its first character in the whole text
   * @param value text of a scalar, or name of an anchor, an alias or a tag
   * @param isPlain true for a scalar without quotes
   * @param end offset after its last character, for a scalar, a name, and the end of a flow collection
   */
  constructor(
    public readonly kind: TokenKind,
    public readonly at: number,
    public readonly value: string = '',
    public readonly isPlain: boolean = false,
    public readonly end: number = at,
  ) {}
}

const NAMES: ReadonlyMap<TokenKind, string> = new Map([
  [TokenKind.StreamEnd, 'the end of the document'],
  [TokenKind.DocumentEnd, 'the end of the document'],
  [TokenKind.BlockEnd, 'a line that is indented less'],
  [TokenKind.BlockEntry, 'an item of a list'],
  [TokenKind.BlockMappingStart, 'a mapping'],
  [TokenKind.BlockSequenceStart, 'a list'],
  [TokenKind.FlowSequenceEnd, ']'],
  [TokenKind.FlowMappingEnd, '}'],
  [TokenKind.FlowEntry, 'a comma'],
  [TokenKind.Key, 'a key'],
  [TokenKind.Value, 'a colon'],
  [TokenKind.Scalar, 'a text'],
]);

/** Returns the name of a token in messages. */
export function tokenName(kind: TokenKind): string {
  return NAMES.get(kind) ?? 'a value';
}
