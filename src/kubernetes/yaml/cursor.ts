export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;

/**
 * Position in a document of a text. A line ends with a line feed, with or without a carriage return before it. The document
 * ends with the end of a line.
 */
export class Cursor {
  /** Offset of the start of the line. */
  public lineStart: number;

  constructor(
    public readonly text: string,
    public at: number,
    public readonly end: number,
  ) {
    this.lineStart = at;
  }

  public get column(): number {
    return this.at - this.lineStart;
  }

  public get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** Character at the position; 0 at the end. */
  public get code(): number {
    return this.at < this.end ? this.text.charCodeAt(this.at) : 0;
  }

  /** Returns true if a blank, a line break or the end is at an offset. */
  public isBlankAt(offset: number): boolean {
    return offset >= this.end || isBlankOrBreak(this.text.charCodeAt(offset));
  }

  public get isAtBreak(): boolean {
    return isBreak(this.code);
  }

  public skipBreak(): void {
    this.at += this.text.charCodeAt(this.at) === CARRIAGE_RETURN ? 2 : 1;
    this.lineStart = this.at;
  }

  public skipSpaces(): void {
    while (this.code === SPACE) this.at += 1;
  }

  public skipBlanks(): void {
    while (isBlank(this.code)) this.at += 1;
  }

  /** Moves to the break that ends the line. */
  public skipToBreak(): void {
    const feed = this.text.indexOf('\n', this.at);
    this.at = feed < 0 || feed >= this.end ? this.end : feed;
    if (this.text.charCodeAt(this.at - 1) === CARRIAGE_RETURN) this.at -= 1;
  }

  /** True at the start of a line of `---` or `...`, with nothing or a blank after it. */
  public get isAtDocumentMark(): boolean {
    return (
      this.at === this.lineStart &&
      (this.text.startsWith('---', this.at) || this.text.startsWith('...', this.at)) &&
      this.isBlankAt(this.at + 3)
    );
  }
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

export function isBlankOrBreak(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === TAB || code === CARRIAGE_RETURN;
}
