import { isSameJson } from '../kubernetes/manifest';
import { readYamlStream } from '../kubernetes/yaml/yaml-stream';
import type { HardenedYaml } from './harden-yaml';

/**
 * Joins hardened texts to one stream, each document of which is read as it is read from its own text.
 * @returns nothing if they cannot be joined, as a stream of JSON values cannot be followed by YAML
 */
export function joinedStream(texts: ReadonlyArray<HardenedYaml>): string | undefined {
  const joined = texts.map(({ text = '' }, i) => (i === 0 ? closed(text) : later(closed(text)))).join('');
  if (texts.length < 2) return joined;
  const values = texts.flatMap(({ read }) => read.after.map(({ value }) => value));
  return isSameJson(present(values), present(readYamlStream(joined).documents.map(({ value }) => value)))
    ? joined
    : undefined;
}

/** The values of documents that are not empty. */
function present(values: ReadonlyArray<unknown>): unknown[] {
  return values.filter((value) => value !== null);
}

/** The next text begins a line of its own. */
function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** A text that is not the first of its stream, where no directive and no byte order mark may be before the mark. */
function later(text: string): string {
  const marked = text.replace(/^\ufeff/, '').replace(/^(%.*\r?\n)+(?=---)/, '');
  return /^---(\s|$)/.test(marked) ? marked : `---\n${marked}`;
}
