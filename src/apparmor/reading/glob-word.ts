import { parseGlob } from '../glob/glob';
import type { Scanner, Word } from './scanner';

/** @throws {@link AppArmorSyntaxError} if the word is not a glob */
export function checkGlob(scanner: Scanner, { text, at }: Word): void {
  const result = parseGlob(text, true);
  if ('problem' in result) scanner.fail(result.problem, at);
}
