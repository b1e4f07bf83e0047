import type { JsonObject } from '../manifest';

/** Number of new blocks after which those are forgotten that were not used since as many before. */
const MOST = 2_000;

/** Longest text of a block that is remembered. */
const LONGEST = 20_000;

/** Mapping in block style that was read, with all that a reader records of it. */
export interface SharedBlock {
  readonly value: JsonObject;
  /** Number of values in it. */
  readonly count: number;
  /** Level of nesting at which it was read. */
  readonly depth: number;
  /** Places of its values, relative to its start. */
  readonly places: Int32Array;
}

/** Place of a mapping in block style in a text, as its indentation shows it. */
export interface BlockExtent {
  /** Start of its first line. */
  readonly start: number;
  /** Start of the first line after it. */
  readonly end: number;
  /** Offset of the first token after it. */
  readonly next: number;
}

/**
 * Mappings that were read, by their text. The manifests of a fleet repeat the same specs, which are read once: mappings of the
 * same text are the same object, which therefore must not be changed.
 */
export class SharedBlocks {
  private blocks = new Map<string, SharedBlock>();
  private older = new Map<string, SharedBlock>();

  /** Returns the block with a text, if it was read before at the same depth or a greater one. */
  public get(text: string, depth: number): SharedBlock | undefined {
    let block = this.blocks.get(text);
    if (block === undefined) {
      block = this.older.get(text);
      if (block !== undefined) this.add(text, block);
    }
    return block !== undefined && block.depth >= depth ? block : undefined;
  }

  public add(text: string, block: SharedBlock): void {
    if (this.blocks.size >= MOST) {
      this.older = this.blocks;
      this.blocks = new Map();
    }
    this.blocks.set(text, block);
  }
}

const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;

/**
 * Returns the lines of a block that begin at an offset, up to the first line that is indented less than the first one. Empty
 * lines and comments can have any indentation. Undefined if a tab follows, if the first line is not indented more than the
 * mapping around it, or if the block is too long.
 * @param outer indentation of the mapping around it
 */
export function blockAt(text: string, start: number, end: number, outer: number): BlockExtent | undefined {
  let column = -1;
  for (let line = start; line < end;) {
    if (line - start > LONGEST) return undefined;
    let at = line;
    while (text.charCodeAt(at) === SPACE) at += 1;
    const code = text.charCodeAt(at);
    const isEmpty = code === HASH || isBreak(code);
    if (code === TAB || (column < 0 && (isEmpty || at - line <= outer))) return undefined;
    if (column < 0) column = at - line;
    if (!isEmpty && at - line < column) return { start, end: line, next: at };
    line = text.indexOf('\n', at) + 1;
  }
  return column < 0 ? undefined : { start, end, next: end };
}

/** Returns the start of the line after an offset, if nothing but a line break is between. */
export function nextLine(text: string, at: number): number | undefined {
  const code = text.charCodeAt(at);
  if (!isBreak(code)) return undefined;
  return code === 0x0a ? at + 1 : at + 2;
}

function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}
