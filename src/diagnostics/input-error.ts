import { printable, printableLine } from './printable';

/**
 * Wrong input, in its author's words: all problems of one call at once.
 *
 * The message gives the subject first (what was being built, and where), then each problem
 * with the value got, what is allowed and how to mend it. Subject and problems may quote foreign text: the message shows
 * each as one printable line.
 */
export class InputError extends Error {
  public readonly problems: ReadonlyArray<string>;

  constructor(
    public readonly subject: string,
    problems: ReadonlyArray<string>,
  ) {
    super(
      problems.length === 1
        ? printableLine(`${subject}: ${problems[0]}`)
        : [`${subject}: ${problems.length} problems`, ...problems.map((p) => `  - ${p}`)].map(printableLine).join('\n'),
    );
    this.name = 'InputError';
    this.problems = [...problems];
  }
}

/** Collects what is wrong with one call, so that the author mends it in one go. */
export class Problems {
  private readonly found: string[] = [];

  /** Adds a problem; `undefined` says that there is none, so that a check can be passed as it is. */
  public add(problem: string | undefined): void {
    if (problem !== undefined) this.found.push(problem);
  }

  /** @throws InputError that names every problem added, when there is one */
  public throwIfAny(subject: string): void {
    if (this.found.length > 0) throw new InputError(subject, this.found);
  }
}

/** Room for an image's reference with its digest. */
const LONGEST_QUOTE = 200;

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** A value as an error shows it: JSON, with whatever is not printable escaped, cut when it is long. */
export function quote(value: unknown): string {
  let text: string;
  try {
    // JSON has no NaN, no Infinity and no undefined
    text = typeof value === 'number' ? String(value) : (JSON.stringify(value, bigintAsText) ?? String(value));
  } catch {
    text = String(value);
  }
  text = printable(text);
  // half of a surrogate pair is not a character
  return text.length > LONGEST_QUOTE
    ? `${text.slice(0, LONGEST_QUOTE).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`
    : text;
}
