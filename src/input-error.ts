/**
 * Wrong input, in its author's words: all problems of one call at once.
 *
 * The message gives the subject first (what was being built, and where), then each problem
 * with the value got, what is allowed and how to mend it.
 */
export class InputError extends Error {
  public readonly problems: ReadonlyArray<string>;

  constructor(
    public readonly subject: string,
    problems: ReadonlyArray<string>,
  ) {
    super(
      problems.length === 1
        ? `${subject}: ${problems[0]}`
        : `${subject}: ${problems.length} problems\n${problems.map((p) => `  - ${p}`).join('\n')}`,
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

/** A value as an error shows it: JSON (control characters escaped), cut when it is long. */
export function quote(value: unknown): string {
  let text: string;
  try {
    // JSON has no NaN, no Infinity and no undefined
    text = typeof value === 'number' ? String(value) : (JSON.stringify(value, bigintAsText) ?? String(value));
  } catch {
    text = String(value);
  }
  // U+2028 and U+2029 would break the line, U+007F to U+009F the terminal
  text = text.replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}… (${text.length} characters)` : text;
}
