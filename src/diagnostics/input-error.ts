import { printable, printableLine } from './printable';

/** Problem of one field of the input. */
export interface FieldProblem {
  /** Name of the field, such as `asOf`. */
  readonly field: string;
  /** Problem, as the rest of a sentence that starts with the field. */
  readonly problem: string;
}

/**
 * An error in the input of one call, with every problem that the call found.
 *
 * The message starts with the subject. One problem follows on the same line, several follow on one line each. The message
 * shows subject and problems as printable text, because both can quote untrusted input.
 *
 * @jsii ignore
 */
export class InputError extends Error {
  /** Problems, in the order found: each has the value, the values allowed, and the fix. */
  public readonly problems: ReadonlyArray<string>;

  private readonly found: ReadonlyArray<string | FieldProblem>;

  constructor(
    /** Object or file with the problems, such as `AppArmorProfile "broker"`. */
    public readonly subject: string,
    problems: ReadonlyArray<string | FieldProblem>,
  ) {
    const texts = problems.map((each) => (typeof each === 'string' ? each : `${each.field} ${each.problem}`));
    super(
      texts.length === 1
        ? printableLine(`${subject}: ${texts[0]}`)
        : [`${subject}: ${texts.length} problems`, ...listed(texts)].map(printableLine).join('\n'),
    );
    this.name = 'InputError';
    this.problems = texts;
    this.found = [...problems];
  }

  /**
   * Returns the same problems in the words of another caller: about its subject, with its names of the fields.
   * @internal
   */
  public _renamed(subject: string, names: Readonly<Record<string, string>>): InputError {
    const problems = this.found.map((each) =>
      typeof each === 'string'
        ? each
        : { ...each, field: new Map(Object.entries(names)).get(each.field) ?? each.field },
    );
    return new InputError(subject, problems);
  }
}

/** Number of problems that a message lists. */
export const MOST_LISTED_PROBLEMS = 100;

function listed(problems: ReadonlyArray<string>): string[] {
  const more = problems.length - MOST_LISTED_PROBLEMS;
  return [
    ...problems.slice(0, MOST_LISTED_PROBLEMS).map((problem) => `  - ${problem}`),
    ...(more > 0 ? [`  - ${more} more problems`] : []),
  ];
}

/** Problems of one call, collected so that one error reports all of them. */
export class Problems {
  private readonly found: (string | FieldProblem)[] = [];

  /**
   * Adds a problem, if there is one: checks return `undefined` for valid input.
   * @param field field that the problem is about, and starts with
   */
  public add(problem: string | undefined, field?: string): void {
    if (problem === undefined) return;
    const start = `${field ?? ''} `;
    if (field === undefined || !problem.startsWith(start)) this.found.push(problem);
    else this.addTo(field, problem.slice(start.length));
  }

  /** Adds the problem of a field, as the rest of a sentence that starts with the field. */
  public addTo(field: string, problem: string): void {
    this.found.push({ field, problem });
  }

  /** @throws {@link InputError} with every problem added, if there is one */
  public throwIfAny(subject: string): void {
    if (this.found.length > 0) throw new InputError(subject, this.found);
  }
}

/** Characters of a quoted value: enough for the reference of an image with its digest. */
const LONGEST_QUOTE = 200;

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Form of a value in an error: JSON, with unprintable characters escaped, shortened to 200 characters. */
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
