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
 * JSON's keys are texts; where one is a mapping, the text is a template, such as `{{ .Values.image }}`, and would not survive.
 * @throws when a key of the document is a mapping or a list
 */
export function refuseTemplate(document: Document): void {
  visit(document, {
    Pair: (_, { key }) => {
      if (isCollection(key)) throw new Error('a key is a mapping or a list: the text may be a template');
    },
  });
}
