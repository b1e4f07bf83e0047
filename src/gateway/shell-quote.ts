const PLAIN = /^[A-Za-z0-9_./:@%+,-]+$/;

/** Returns a text as one word of a POSIX shell. The text must not contain NUL, which no shell can pass on. */
export function shellQuote(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
