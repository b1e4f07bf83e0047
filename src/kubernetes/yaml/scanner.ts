import { Cursor, isBlankOrBreak, TAB } from './cursor';
import { MAX_KEY } from './limits';
import { readBlockScalar, readPlainScalar, readQuotedScalar } from './scalars';
import { blockAt, nextLine, type BlockExtent } from './shared-blocks';
import { SimpleKeys } from './simple-keys';
import { Token, TokenKind } from './token';
import { YamlError } from './yaml-error';

/** Characters that cannot begin a text without quotes. */
const INDICATORS = new Set([...`-?:,[]{}#&*!|>'"%@\``].map((c) => c.charCodeAt(0)));

const NAME = /[0-9A-Za-z_-]+/y;
const AFTER_NAME = new Set([...'?:,]}%@`'].map((c) => c.charCodeAt(0)));
const TAG = /!(!?[a-z]+)(?=[ \t\r\n])/y;

/**
 * Scans a YAML document for tokens, like the scanner of go.yaml.in/yaml/v2, which kubectl uses. A key is recognized by the colon
 * after it, so that a token can be inserted before others that were already found.
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly tokens: Array<Token | undefined> = [];
  /** Start and end, in the list, of the tokens that were found and not yet taken. */
  private head = 0;
  private tail = 0;
  private taken = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private readonly keys = new SimpleKeys();
  private mayBeKey = true;
  private hasEnded = false;

  /** @param localTags tags of the application, such as `!reset` */
  constructor(
    text: string,
    start: number,
    end: number,
    private readonly localTags: ReadonlySet<string> = new Set(),
  ) {
    this.cursor = new Cursor(text, start, end);
  }

  /** Returns the next token without taking it. */
  public peek(): Token {
    for (;;) {
      const token = this.head < this.tail ? this.tokens[this.head] : undefined;
      if (token !== undefined && !this.keys.isPending(this.taken, this.cursor)) return token;
      this.fetch();
    }
  }

  /** Takes the next token. */
  public take(): Token {
    const token = this.peek();
    this.head += 1;
    this.taken += 1;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
    }
    return token;
  }

  /** Returns the lines of a mapping in block style that begin after the last token taken; undefined if something else may follow. */
  public blockAhead(): BlockExtent | undefined {
    if (this.head < this.tail || this.flowLevel > 0) return undefined;
    const { text, at, end } = this.cursor;
    const line = nextLine(text, at);
    return line === undefined || line >= end ? undefined : blockAt(text, line, end, this.indent);
  }

  /** Continues after lines that were not scanned, as if they had been scanned. */
  public skipTo(line: number): void {
    this.cursor.at = line;
    this.cursor.lineStart = line;
    this.mayBeKey = true;
  }

  private get flowLevel(): number {
    return this.keys.level;
  }

  private add(kind: TokenKind, value?: string, isPlain?: boolean, at = this.cursor.at, end = at + 1): void {
    this.tokens[this.tail] = new Token(kind, at, value, isPlain, end);
    this.tail += 1;
  }

  /** Inserts a token before the token with a number, counted from the start of the document. */
  private insert(number: number, token: Token): void {
    const { tokens } = this;
    const index = this.head + number - this.taken;
    for (let i = this.tail; i > index; i -= 1) tokens[i] = tokens[i - 1];
    tokens[index] = token;
    this.tail += 1;
  }

  private get nextNumber(): number {
    return this.taken + this.tail - this.head;
  }

  private fetch(): void {
    const { cursor } = this;
    this.skipToToken();
    this.unroll(cursor.column);
    if (cursor.isAtEnd) return this.fetchEnd();
    if (cursor.at === cursor.lineStart) {
      if (cursor.code === 0x25)
        throw new YamlError('kubectl rejects a directive in a stream: delete the line that begins with %', cursor.at);
      if (cursor.isAtDocumentMark) return this.fetchDocumentEnd();
    }
    this.fetchAt(cursor.code);
  }

  private fetchAt(code: number): void {
    const { cursor, flowLevel } = this;
    switch (code) {
      case 0x5b: // [
        return this.openFlow(TokenKind.FlowSequenceStart);
      case 0x7b: // {
        return this.openFlow(TokenKind.FlowMappingStart);
      case 0x5d: // ]
        return this.closeFlow(TokenKind.FlowSequenceEnd);
      case 0x7d: // }
        return this.closeFlow(TokenKind.FlowMappingEnd);
      case 0x2c: // ,
        return this.fetchFlowEntry();
      case 0x2d: // -
        if (cursor.isBlankAt(cursor.at + 1)) return this.fetchBlockEntry();
        break;
      case 0x3f: // ?
        if (flowLevel > 0 || cursor.isBlankAt(cursor.at + 1)) return this.fetchKey();
        return this.fetchPlain();
      case 0x3a: // :
        if (flowLevel > 0 || cursor.isBlankAt(cursor.at + 1)) return this.fetchValue();
        return this.fetchPlain();
      case 0x2a: // *
        return this.fetchName(TokenKind.Alias);
      case 0x26: // &
        return this.fetchName(TokenKind.Anchor);
      case 0x21: // !
        return this.fetchTag();
      case 0x7c: // |
      case 0x3e: // >
        if (flowLevel === 0) return this.fetchBlockScalar();
        break;
      case 0x27: // '
      case 0x22: // "
        return this.fetchQuoted();
    }
    if (code !== 0x2d && (INDICATORS.has(code) || isBlankOrBreak(code)))
      throw new YamlError(unexpected(code), cursor.at);
    this.fetchPlain();
  }

  private skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      cursor.skipSpaces();
      if (cursor.code === TAB && (this.flowLevel > 0 || !this.mayBeKey)) {
        cursor.skipBlanks();
        continue;
      }
      if (cursor.code === 0x23) cursor.skipToBreak();
      if (!cursor.isAtBreak) return;
      cursor.skipBreak();
      if (this.flowLevel === 0) this.mayBeKey = true;
    }
  }

  /** Ends the block collections with a greater indentation than a column. */
  private unroll(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.add(TokenKind.BlockEnd);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  /** Begins a block collection if a column is greater than the indentation of the current collection. */
  private roll(kind: TokenKind, column: number, at: number, number = this.nextNumber): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    this.insert(number, new Token(kind, at));
  }

  private saveKey(): void {
    const isRequired = this.flowLevel === 0 && this.indent === this.cursor.column;
    if (this.mayBeKey) this.keys.save(this.nextNumber, isRequired, this.cursor);
  }

  private fetchEnd(): void {
    if (this.hasEnded) throw new YamlError('the document ends too early', this.cursor.at);
    this.hasEnded = true;
    this.unroll(-1);
    this.keys.remove();
    this.mayBeKey = false;
    this.add(TokenKind.StreamEnd);
  }

  private fetchDocumentEnd(): void {
    this.unroll(-1);
    this.keys.remove();
    this.mayBeKey = false;
    if (this.cursor.code === 0x2d) throw new YamlError('a document mark is inside a document', this.cursor.at);
    this.add(TokenKind.DocumentEnd);
    this.cursor.at += 3;
  }

  private openFlow(kind: TokenKind): void {
    this.saveKey();
    this.keys.open();
    this.mayBeKey = true;
    this.add(kind);
    this.cursor.at += 1;
  }

  private closeFlow(kind: TokenKind): void {
    this.keys.remove();
    this.keys.close();
    this.mayBeKey = false;
    this.add(kind);
    this.cursor.at += 1;
  }

  private fetchFlowEntry(): void {
    this.keys.remove();
    this.mayBeKey = true;
    this.add(TokenKind.FlowEntry);
    this.cursor.at += 1;
  }

  private fetchBlockEntry(): void {
    const { cursor } = this;
    if (this.flowLevel === 0) {
      if (!this.mayBeKey) throw new YamlError('an item of a list cannot begin here: put it on its own line', cursor.at);
      this.roll(TokenKind.BlockSequenceStart, cursor.column, cursor.at);
    }
    this.keys.remove();
    this.mayBeKey = true;
    this.add(TokenKind.BlockEntry);
    cursor.at += 1;
  }

  private fetchKey(): void {
    const { cursor } = this;
    if (this.flowLevel === 0) {
      if (!this.mayBeKey) throw new YamlError('a key cannot begin here: put it on its own line', cursor.at);
      this.roll(TokenKind.BlockMappingStart, cursor.column, cursor.at);
    }
    this.keys.remove();
    this.mayBeKey = this.flowLevel === 0;
    this.add(TokenKind.Key);
    cursor.at += 1;
  }

  private fetchValue(): void {
    const { cursor } = this;
    const key = this.keys.takeFor(cursor);
    if (key) {
      this.insert(key.number, new Token(TokenKind.Key, key.at));
      this.roll(TokenKind.BlockMappingStart, key.column, key.at, key.number);
      this.mayBeKey = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.mayBeKey)
          throw new YamlError(
            `the text before the colon is not a key: put the whole text in quotes, or put the key on its own line, with at most ${MAX_KEY} characters`,
            cursor.at,
          );
        this.roll(TokenKind.BlockMappingStart, cursor.column, cursor.at);
      }
      this.mayBeKey = this.flowLevel === 0;
    }
    this.add(TokenKind.Value);
    cursor.at += 1;
  }

  private fetchName(kind: TokenKind.Alias | TokenKind.Anchor): void {
    this.saveKey();
    this.mayBeKey = false;
    const { cursor } = this;
    const { at } = cursor;
    NAME.lastIndex = at + 1;
    const name = NAME.exec(cursor.text)?.[0] ?? '';
    const next = at + 1 + name.length;
    if (name === '' || !(cursor.isBlankAt(next) || AFTER_NAME.has(cursor.text.charCodeAt(next))))
      throw new YamlError(
        `${cursor.text[at] ?? ''} begins an anchor or an alias, whose name can have only letters, digits, - and _: put the text in quotes`,
        at,
      );
    this.add(kind, name, false, at, next);
    cursor.at = next;
  }

  private fetchTag(): void {
    this.saveKey();
    this.mayBeKey = false;
    const { cursor } = this;
    TAG.lastIndex = cursor.at;
    const tag = TAG.exec(cursor.text);
    const name = tag?.[1]?.startsWith('!') ? tag[1].slice(1) : tag?.[0];
    if (!tag || name === undefined || (name === tag[0] && !this.localTags.has(name)))
      throw new YamlError(
        'unknown tag, which Kubernetes does not use: delete it, or put the text in quotes',
        cursor.at,
      );
    this.add(TokenKind.Tag, name, false, cursor.at, cursor.at + tag[0].length);
    cursor.at += tag[0].length;
  }

  private fetchBlockScalar(): void {
    this.keys.remove();
    this.mayBeKey = true;
    const { at } = this.cursor;
    const value = readBlockScalar(this.cursor, this.indent);
    // the cursor can be in the indentation of the next line
    this.add(TokenKind.Scalar, value, false, at, this.cursor.isAtEnd ? this.cursor.end : this.cursor.lineStart);
  }

  private fetchQuoted(): void {
    this.saveKey();
    this.mayBeKey = false;
    const { at } = this.cursor;
    const value = readQuotedScalar(this.cursor);
    this.add(TokenKind.Scalar, value, false, at, this.cursor.at);
  }

  private fetchPlain(): void {
    this.saveKey();
    this.mayBeKey = false;
    const { at } = this.cursor;
    const { value, end, isBeforeBreak } = readPlainScalar(this.cursor, this.indent + 1, this.flowLevel > 0);
    this.add(TokenKind.Scalar, value, true, at, end);
    if (isBeforeBreak) this.mayBeKey = true;
  }
}

function unexpected(code: number): string {
  if (code === TAB) return 'a tab indents the line: replace it with spaces';
  return `a value cannot begin with ${String.fromCharCode(code)}: put the text in quotes`;
}
