import { isSameJson } from '../kubernetes/manifest';
import { readYamlStream } from '../kubernetes/yaml/yaml-stream';
import type { HardenedYaml } from './harden-yaml';

/**
 * Joins hardened texts into one stream, in which each document has the same value as in its own text.
 * @returns the stream, or undefined if the texts cannot be joined: for example, YAML cannot follow a stream of JSON values
 */
export function joinedStream(texts: ReadonlyArray<HardenedYaml>): string | undefined {
  const joined = texts.map(({ text = '' }, i) => (i === 0 ? closed(text) : later(closed(text)))).join('');
  if (texts.length < 2) return joined;
  const values = texts.flatMap(({ read }) => read.after.map(({ value }) => value));
  return isSameJson(present(values), present(readYamlStream(joined).documents.map(({ value }) => value)))
    ? joined
    : undefined;
}

/** Returns the values of the documents that are not empty. */
function present(values: ReadonlyArray<unknown>): unknown[] {
  return values.filter((value) => value !== null);
}

/** Returns a text with a line break at its end, so that the next text starts on a new line. */
function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Returns a text in the form that follows another text in a stream: with a start mark, and without a byte order mark or directives before it. */
function later(text: string): string {
  const marked = text.replace(/^\ufeff/, '').replace(/^(%.*\r?\n)+(?=---)/, '');
  return /^---(\s|$)/.test(marked) ? marked : `---\n${marked}`;
}
