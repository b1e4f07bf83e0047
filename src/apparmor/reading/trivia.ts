import type { Scanner } from './scanner';

/** Skips space and comments between words, and keeps the comments for the current statement. */
export function skipTrivia(scanner: Scanner): void {
  for (;;) {
    scanner.skipSpace();
    if (!seesComment(scanner)) return;
    scanner.inner.push(takeComment(scanner));
  }
}

/** True at the start of a comment. `#include` is not a comment. */
export function seesComment(scanner: Scanner): boolean {
  return scanner.char === '#' && !scanner.text.startsWith('#include', scanner.at);
}

/** Reads a comment up to the end of its line, without the `#`. */
export function takeComment(scanner: Scanner): string {
  const at = scanner.at;
  const end = scanner.text.indexOf('\n', at);
  scanner.at = end < 0 ? scanner.text.length : end;
  const text = scanner.text.slice(at + 1, scanner.at);
  return text.replace(/^ /, '').trimEnd();
}
