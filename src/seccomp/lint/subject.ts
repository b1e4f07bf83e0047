import type { JsonObject } from '../json/json-reader';
import type { SeccompFileRule } from '../file-rule';
import type { SeccompProfileProps } from '../profile-props';

/** Seccomp file as the lints read it. `SeccompFile` has this shape; the lints do not import it, because it runs them. */
export interface SeccompSubject {
  /** Name of the profile. */
  readonly name: string;
  readonly defaultAction?: string;
  readonly defaultErrnoRet?: number;
  /** Interfaces the file lists, including those in `archMap`. */
  readonly architectures: ReadonlyArray<string>;
  readonly flags: ReadonlyArray<string>;
  readonly rules: ReadonlyArray<SeccompFileRule>;
  /** Parsed text, with the line of every value. */
  readonly _document: JsonObject;
  /** Returns the line of a key of the profile; the first line if the key is missing. */
  _lineOf(key: string): number;
  /** Returns the props of a typed profile with the same content. */
  _props(): SeccompProfileProps;
}
