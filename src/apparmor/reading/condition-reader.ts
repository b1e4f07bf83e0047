import { BOOLEAN, VARIABLE } from './preamble-reader';
import type { Scanner } from './scanner';
import { skipTrivia } from './trivia';

/** Reads the test after `if`: `${NAME}`, `defined ${NAME}` or `defined @{NAME}`, each with any number of `not` before it. */
export function readTest(scanner: Scanner): string {
  const words: string[] = [];
  for (;;) {
    skipTrivia(scanner);
    const word = scanner.match(/(not|defined)(?![A-Za-z0-9_])/y)?.[1];
    if (word === undefined) break;
    words.push(word);
    if (word === 'defined') break;
  }
  skipTrivia(scanner);
  const boolean = scanner.match(BOOLEAN);
  const variable = boolean === undefined && words.at(-1) === 'defined' ? scanner.match(VARIABLE) : undefined;
  const found = boolean ?? variable;
  if (found === undefined)
    scanner.fail(
      `a condition must be \${NAME}, defined \${NAME} or defined @{NAME}, with an optional "not" before it, got ${scanner.shown}`,
    );
  skipTrivia(scanner);
  return [...words, `${boolean === undefined ? '@' : '$'}{${found[1] ?? found[2]}}`].join(' ');
}
