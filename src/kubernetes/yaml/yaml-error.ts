/** Reason why a text cannot be read, and where that shows. */
export class YamlError extends Error {
  /**
   * @param offset within the whole text, from 0
   */
  constructor(
    message: string,
    public readonly offset: number,
  ) {
    super(message);
  }
}
