/** Error of one of several ways to change a document. */
export class NoPlace extends Error {
  constructor(reason = 'the text has no place for a change') {
    super(reason);
    this.name = 'NoPlace';
  }
}

/** Error of every way to change a document: the document would be too large. */
export class TooLarge extends NoPlace {
  constructor(reason: string) {
    super(reason);
    this.name = 'TooLarge';
  }
}
