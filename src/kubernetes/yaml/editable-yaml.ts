import {
  isCollection,
  visit,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type SchemaOptions,
  type Tags,
} from 'yaml';

/** YAML as Kubernetes reads it: YAML 1.1, but for dates and times of day, which stay text. */
export const KUBERNETES_YAML: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  logLevel: 'silent',
  customTags: (tags: Tags): Tags =>
    tags.filter((t) => typeof t === 'string' || (t.format !== 'TIME' && t.tag !== 'tag:yaml.org,2002:timestamp')),
};

/**
 * Where a key of a document is a mapping or a list, as an offset of its text. JSON's keys are texts: such a document is a
 * template, as in `image: {{ .Values.image }}`, and would not survive.
 */
export function offsetOfTemplate(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key)) return undefined;
      offset = key.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}
