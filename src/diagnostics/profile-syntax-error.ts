import { InputError } from './input-error';

/** An AppArmor text that cannot be read, and where. */
export class AppArmorSyntaxError extends InputError {
  constructor(
    /** What is wrong, without the place. */
    public readonly reason: string,
    /** The file, as it was named. */
    public readonly file: string,
    /** From 1. */
    public readonly line: number,
    /** From 1, in UTF-16 code units. */
    public readonly column: number,
  ) {
    super(`${file}:${line}:${column}`, [reason]);
    this.name = 'AppArmorSyntaxError';
  }
}
