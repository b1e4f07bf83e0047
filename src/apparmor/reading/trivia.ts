import type { Scanner } from './scanner';

/** Skips space and comments between the words of a rule on files, and gives the comments to the rule. */
export function skipTrivia(scanner: Scanner): void {
  for (;;) {
    scanner.skipSpace();
    if (!seesComment(scanner)) return;
    scanner.inner.push(takeComment(scanner));
  }
}

/** True at a comment; `#include` is none. */
export function seesComment(scanner: Scanner): boolean {
  return scanner.char === '#' && !scanner.text.startsWith('#include', scanner.at);
}

/** The comment that begins here, up to its line's end, without its `#`. */
export function takeComment(scanner: Scanner): string {
  const at = scanner.at;
  const end = scanner.text.indexOf('\n', at);
  scanner.at = end < 0 ? scanner.text.length : end;
  const text = scanner.text.slice(at + 1, scanner.at);
  return text.replace(/^ /, '').trimEnd();
}
