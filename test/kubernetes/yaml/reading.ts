import { readYamlDocuments, readYamlStream } from '../../../src/kubernetes/yaml/yaml-stream';

/** Values of the documents of a text that is read. */
export function read(text: string): unknown[] {
  return readYamlDocuments(text);
}

/** First problem of a text, as `line:column message`. */
export function problem(text: string): string {
  const [first] = readYamlStream(text).problems;
  return first ? `${first.line}:${first.column} ${first.message}` : 'read';
}
