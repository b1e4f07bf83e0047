const NOTHING = Buffer.alloc(0);

/** Reader of a requested number of bytes from a stream of chunks. It keeps at most one chunk in memory. */
export class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private rest: Buffer = NOTHING;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Reads a number of bytes. Returns fewer only at the end of the stream. */
  public async read(length: number): Promise<Buffer> {
    if (this.rest.length >= length) return this.cut(length);
    const parts: Buffer[] = [];
    for await (const part of this.take(length)) parts.push(part);
    return parts.length === 1 ? (parts[0] ?? NOTHING) : Buffer.concat(parts);
  }

  /** Reads a number of bytes, chunk by chunk. Returns fewer only at the end of the stream. */
  public async *take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0 && (await this.fill());) {
      const part = this.cut(Math.min(left, this.rest.length));
      left -= part.length;
      yield part;
    }
  }

  /** Reads the remaining bytes, chunk by chunk. */
  public async *remaining(): AsyncGenerator<Buffer> {
    while (await this.fill()) yield this.cut(this.rest.length);
  }

  /** True if no bytes remain. */
  public async atEnd(): Promise<boolean> {
    return !(await this.fill());
  }

  /** Closes the stream. */
  public async close(): Promise<void> {
    await this.source.return?.();
  }

  private async fill(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.source.next();
      if (next.done === true) return false;
      this.rest = next.value;
    }
    return true;
  }

  private cut(length: number): Buffer {
    const part = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return part;
  }
}

/** Returns the same bytes in chunks of one size. The last one may be smaller. */
export async function* inBlocks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const chunk of source) {
    for (let rest = chunk; rest.length > 0;) {
      const part = rest.subarray(0, size - held);
      rest = rest.subarray(part.length);
      parts.push(part);
      held += part.length;
      if (held < size) continue;
      yield parts.length === 1 ? part : Buffer.concat(parts);
      parts = [];
      held = 0;
    }
  }
  if (held > 0) yield Buffer.concat(parts);
}

/** Reads a stream to its end and ignores the bytes. */
export async function drain(source: AsyncIterable<Buffer>): Promise<void> {
  const chunks = source[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}
