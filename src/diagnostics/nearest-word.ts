/** Most letters in which two words differ that may be the same word misspelt. */
const FARTHEST = 2;

/** Longest word that is compared: the work grows with the product of both lengths. */
const LONGEST = 64;

/** The known word that is nearest to a misspelt one; undefined if all differ in more than two letters. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const near = [...new Set(known)]
    .map((each) => ({ each, far: distance(each, word) }))
    .filter(({ far }) => far <= FARTHEST);
  return near.sort((a, b) => a.far - b.far || (a.each < b.each ? -1 : 1))[0]?.each;
}

/** The end of an error message that names the nearest known wordsuch as `: did you mean "run-as-user"?`; empty if none is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : `: did you mean ${JSON.stringify(nearest)}?`;
}

/** Letters to insert, drop or change (Levenshtein). */
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
