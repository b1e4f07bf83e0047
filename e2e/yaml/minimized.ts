import { compare } from './comparison';
import { askKubectl } from './oracle';

/** Returns the shortest part of a text, found by deleting parts, that we still read differently from kubectl. */
export function minimized(text: string): string {
  for (let size = Math.ceil(text.length / 2); size >= 1;) {
    const shorter = firstDifferent(withoutParts(text, size));
    if (shorter !== undefined) text = shorter;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return text;
}

function withoutParts(text: string, size: number): string[] {
  const starts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => i * size);
  return starts.map((start) => text.slice(0, start) + text.slice(start + size)).filter((each) => !/\p{Cs}/u.test(each));
}

function firstDifferent(texts: string[]): string | undefined {
  const answers = askKubectl(texts);
  return texts.find((text, i) => compare(text, answers[i]!).difference !== undefined);
}
