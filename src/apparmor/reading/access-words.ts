import type { Terms } from './terms';

/** Accesses by other words for them: letters, and the names that other kinds of rules use. */
export interface AccessWords {
  readonly [word: string]: string;
}

/** Words for the accesses of rules on messages. */
export const MESSAGES: AccessWords = { r: 'receive', w: 'send', read: 'receive', write: 'send' };

/** Every word that such a rule accepts for them. */
export const MESSAGE_WORDS = ['send', 'receive', 'read', 'write', 'r', 'w', 'rw', 'wr'];

/** Accesses of a rule by their own names, each once; undefined for all. */
export function accessOf<Access extends string>({ access }: Terms, forms: AccessWords): Access[] | undefined {
  const words = access.flatMap(({ text }) => (/^(rw|wr)$/.test(text) ? ['r', 'w'] : [text]));
  if (words.length === 0) return undefined;
  return [...new Set(words.map((word) => (Object.hasOwn(forms, word) ? forms[word] : undefined) ?? word))].map(
    (word) => word as Access,
  );
}
