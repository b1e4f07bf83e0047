import { quote } from '../../../diagnostics/input-error';
import { BY_NAME } from '../../../kubernetes/secrets/secret-value';
import { tokenFormIn } from '../../../kubernetes/secrets/token-form';
import type { Violation } from '../../violation';

/** Secret at a place of a manifest. Nothing in it is the secret itself. */
export interface PlacedSecret {
  readonly path: string;
  /** Subject of the message, such as `argument 1 of args`. @default - the value of the holder */
  readonly subject?: string;
  /** Name of what contains the secret, such as a variable or an option. */
  readonly holder?: string;
  /** Name of the key or the option within the holder. Undefined if its whole value is the secret. */
  readonly name?: string;
  /** Line of the value, from 1. */
  readonly line?: number;
  /** Noun phrase, such as `a token of GitHub`. */
  readonly what: string;
}

/** Longest name in a message. */
const LONGEST_NAME = 100;

/** Returns the violations for secrets in one container or object. Neither a message nor a value contains the secret. */
export function secretViolations(secrets: ReadonlyArray<PlacedSecret>): Violation[] {
  return secrets.map((secret) => {
    const { path, holder, name, what } = secret;
    const names = [holder, name].flatMap((part) => (part === undefined ? [] : [shownName(part)]));
    const value = names.length === 0 ? what : names.join(': ');
    return { path, value, message: `${subjectOf(secret)} ${problemOf(secret)}` };
  });
}

function subjectOf({ subject, holder }: PlacedSecret): string {
  if (subject === undefined) return `the value of ${quote(shownName(holder ?? ''))}`;
  return holder === undefined ? subject : `${subject}, ${quote(shownName(holder))},`;
}

function problemOf({ name, line, what }: PlacedSecret): string {
  const where = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(name === undefined ? [] : [quote(shownName(name))]),
  ].join(', ');
  if (what === BY_NAME) return where === '' ? 'looks like a secret' : `contains what looks like a secret: ${where}`;
  return where === '' ? `contains ${what}` : `contains ${what}: ${where}`;
}

/** Returns a name for a report. A name that is a secret itself is left out. */
function shownName(name: string): string {
  if (tokenFormIn(name) !== undefined) return 'a name that is a secret';
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
