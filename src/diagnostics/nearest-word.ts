/** Largest number of letters in which a misspelled word differs from the known word. */
const FARTHEST = 2;

/** Length of the longest word that is compared, because the work grows with the product of both lengths. */
const LONGEST = 64;

/**
 * Returns the known word nearest to a misspelled one; undefined if all known words differ in more than two letters.
 * A word that differs only in capitals is the nearest.
 */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const words = [...new Set(known)];
  const lower = word.toLowerCase();
  const same = words.filter((each) => each.length === word.length && each.toLowerCase() === lower);
  if (same.length === 1) return same[0];
  const near = words.map((each) => ({ each, far: distance(each, word) })).filter(({ far }) => far <= FARTHEST);
  return near.sort((a, b) => a.far - b.far || (a.each < b.each ? -1 : 1))[0]?.each;
}

/** Returns the end of an error message with the nearest known word, such as `: did you mean "run-as-user"?`; empty if none is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : `: did you mean ${JSON.stringify(nearest)}?`;
}

/** Returns the number of letters to insert, delete or change (Levenshtein distance). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > FARTHEST) return FARTHEST + 1;
  let row = [...Array(b.length + 1).keys()];
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
