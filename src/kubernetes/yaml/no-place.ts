/** Reason why a document cannot be changed in one way of several. */
export class NoPlace extends Error {
  constructor(reason = 'a change has no place of its own in the text') {
    super(reason);
    this.name = 'NoPlace';
  }
}

/** Reason why a document cannot be changed in any way: it would be too large. */
export class TooLarge extends NoPlace {
  constructor(reason: string) {
    super(reason);
    this.name = 'TooLarge';
  }
}
