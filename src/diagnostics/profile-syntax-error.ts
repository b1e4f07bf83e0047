import { InputError } from './input-error';

/**
 * An error in the text of an AppArmor or seccomp profile, with its place.
 *
 * The message is `file:line:column: reason`. `subject` is the place, and `problems` contains the reason.
 *
 * @jsii ignore
 */
export class ProfileSyntaxError extends InputError {
  constructor(
    /** Part of the text that is wrong, and how to fix it, without the place. */
    public readonly reason: string,
    /** Name of the file, as the caller gave it. */
    public readonly file: string,
    /** Line, from 1. */
    public readonly line: number,
    /** Column, from 1, in UTF-16 code units. */
    public readonly column: number,
  ) {
    super(`${file}:${line}:${column}`, [reason]);
    this.name = 'ProfileSyntaxError';
  }
}

/**
 * An error in the text of an AppArmor profile, with its place.
 *
 * @jsii ignore
 */
export class AppArmorSyntaxError extends ProfileSyntaxError {
  public override readonly name: string = 'AppArmorSyntaxError';
}

/**
 * An error in the JSON of a seccomp profile, with its place.
 *
 * @jsii ignore
 */
export class SeccompSyntaxError extends ProfileSyntaxError {
  public override readonly name: string = 'SeccompSyntaxError';
}
