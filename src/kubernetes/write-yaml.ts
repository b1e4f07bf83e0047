import { isPlainText } from './yaml-stream';

/**
 * A value as YAML, without folded lines. Texts that kubectl would take for something else stand in quotes, whatever the
 * version. The writer is loaded when it is needed: most of what reads manifests writes none.
 *
 * @param version of YAML whose readers must not take a text for something else either
 */
export function writeYaml(value: unknown, version: '1.1' | '1.2' = '1.1'): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Document, visit } = require('yaml') as typeof import('yaml');
  const document = new Document(value, { version, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && !isPlainText(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // the document begins with a directive otherwise
  document.directives = undefined;
  return document.toString({ lineWidth: 0 });
}
