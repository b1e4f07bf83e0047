/** Error of a change that a document has no place for. */
export class NoPlace extends Error {
  constructor(reason = 'the text has no place for a change') {
    super(reason);
    this.name = 'NoPlace';
  }
}
