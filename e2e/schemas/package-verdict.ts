import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { pythonWith } from '../../scripts/lib/kubernetes-validate';

/** Problem for which `kubernetes-validate` rejects an object. It finds one of them. */
export interface PackageProblem {
  /** Keys and indexes of the value. */
  readonly path: ReadonlyArray<string | number>;
  /** Keyword of JSON Schema that rejects the value; `schema` if the package does not find the schema of the kind. */
  readonly keyword: string;
  readonly message: string;
  /** Required fields that the value lacks; unset for other keywords. */
  readonly missing?: ReadonlyArray<string>;
}

/** Returns the verdict of `kubernetes-validate` on each object: its problem, or null if it accepts the object. */
export function packageVerdicts(
  lock: string,
  minor: number,
  objects: ReadonlyArray<unknown>,
): ReadonlyArray<PackageProblem | null> {
  if (objects.length === 0) return [];
  const input = objects.map((object) => JSON.stringify({ target: `1.${minor}`, object })).join('\n');
  const answers = command(pythonWith(lock), [join(__dirname, 'validate.py')], { input: `${input}\n` });
  return answers
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PackageProblem | null);
}
