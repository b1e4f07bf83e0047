const PLAIN = /^[A-Za-z0-9_./:@%+,-]+$/;

/** A text as one word of a POSIX shell, whatever it holds but NUL, which no shell carries. */
export function shellQuote(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
