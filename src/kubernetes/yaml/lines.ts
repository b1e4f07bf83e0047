/** Lines and columns of the offsets in a text. They are computed at the first call. */
export class Lines {
  private starts?: number[];

  constructor(private readonly text: string) {}

  /** Returns the line of an offset, from 1. */
  public lineAt(offset: number): number {
    this.starts ??= startsOf(this.text);
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns the column of an offset, from 1. */
  public columnAt(offset: number): number {
    return offset - (this.starts?.[this.lineAt(offset) - 1] ?? 0) + 1;
  }
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
