import type { Terms } from './terms';

/** Other words for permissions: letters, and the words of other kinds of rules. */
export interface AccessWords {
  readonly [word: string]: string;
}

/** Other words for the permissions to send and to receive. */
export const MESSAGES: AccessWords = { r: 'receive', w: 'send', read: 'receive', write: 'send' };

/** Every word that means to send or to receive. */
export const MESSAGE_WORDS = ['send', 'receive', 'read', 'write', 'r', 'w', 'rw', 'wr'];

/** Returns the permissions of a rule, each once and by its proper name; undefined for all. */
export function accessOf<Access extends string>({ access }: Terms, forms: AccessWords): Access[] | undefined {
  const words = access.flatMap(({ text }) => (/^(rw|wr)$/.test(text) ? ['r', 'w'] : [text]));
  if (words.length === 0) return undefined;
  return [...new Set(words.map((word) => (Object.hasOwn(forms, word) ? forms[word] : undefined) ?? word))].map(
    (word) => word as Access,
  );
}
