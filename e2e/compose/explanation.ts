/** What the library and the reference make of a project. */
export interface Outcome {
  /** Problem of the library; undefined if it accepts the project. */
  readonly problem?: string;
  /** Error of the reference; undefined if it accepts the project. */
  readonly error?: string;
}

/** Reasons why the library rejects what the reference accepts, by a pattern of each problem. */
const STRICTER: ReadonlyArray<readonly [RegExp, string]> = [];

/** Reasons why the library accepts what the reference rejects, by a pattern of the error. */
const LOOSER: ReadonlyArray<readonly [RegExp, string]> = [[/^panic: /, 'the reference panics']];

/** Returns why only one of both accepts a project; undefined if nothing explains it. */
export function explanation({ problem, error }: Outcome): string | undefined {
  if (problem !== undefined) return STRICTER.find(([pattern]) => pattern.test(problem))?.[1];
  return LOOSER.find(([pattern]) => pattern.test(error ?? ''))?.[1];
}
