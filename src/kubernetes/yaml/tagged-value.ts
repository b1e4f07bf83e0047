/** Value with a tag of the application. */
export class TaggedValue {
  /** @param tag tag with its exclamation mark, such as `!reset` */
  constructor(
    public readonly tag: string,
    public readonly value: unknown,
  ) {}
}
