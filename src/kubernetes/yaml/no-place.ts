/** Reason that one of several ways to change a document fails. */
export class NoPlace extends Error {
  constructor(reason = 'the text has no place for a change') {
    super(reason);
    this.name = 'NoPlace';
  }
}

/** Reason that every way to change a document fails: the document would be too large. */
export class TooLarge extends NoPlace {
  constructor(reason: string) {
    super(reason);
    this.name = 'TooLarge';
  }
}
