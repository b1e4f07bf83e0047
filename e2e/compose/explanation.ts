/** Results of the library and of the reference for a project. */
export interface Outcome {
  /** Problem of the library; undefined if it accepts the project. */
  readonly problem?: string;
  /** Error of the reference; undefined if it accepts the project. */
  readonly error?: string;
}

/** Reasons why the library rejects what the reference accepts, by a pattern of each problem. */
const STRICTER: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /\.container_name is .*, as that of the service/,
    'two services have the same container name, which the engine rejects',
  ],
  [/ is "-?\d+\.\d+"; must be a size/, 'a size is a fraction without a unit, which the reference ignores'],
  [
    /; must be a text, a list or a mapping$/m,
    'a number is merged into a list or a mapping, which the reference ignores',
  ],
  [/\.ports\[\d+\] publishes the port/, 'a port is published twice, which the engine rejects'],
];

/** Reasons why the library accepts what the reference rejects, by a pattern of the error. */
const LOOSER: ReadonlyArray<readonly [RegExp, string]> = [[/^panic: /, 'the reference panics']];

/** Returns why only one of both accepts a project; undefined if nothing explains it. */
export function explanation({ problem, error }: Outcome): string | undefined {
  if (problem !== undefined) return STRICTER.find(([pattern]) => pattern.test(problem))?.[1];
  return LOOSER.find(([pattern]) => pattern.test(error ?? ''))?.[1];
}
