/** Reason that a text cannot be read, with its position. */
export class YamlError extends Error {
  /** @param offset offset in the whole text, from 0 */
  constructor(
    message: string,
    public readonly offset: number,
  ) {
    super(message);
  }
}
