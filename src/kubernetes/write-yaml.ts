import type { Document, Scalar, Tags } from 'yaml';
import { isPlainText } from './yaml-stream';

/** Style of a YAML text. */
export interface YamlStyle {
  /**
   * Version of YAML whose readers must read every text as that text, beside kubectl.
   * @default "1.1"
   */
  readonly version?: '1.1' | '1.2';

  /**
   * Puts lists to the right of their key, and not right below it.
   * @default true
   */
  readonly indentsLists?: boolean;

  /**
   * Writes maps in braces and lists in brackets, in one line.
   * @default false
   */
  readonly flow?: boolean;
}

/**
 * Characters that no YAML or JSON text of this library contains as they are: controls, and what some reader takes for a
 * line break, drops or cannot decode. Tab and line feed are left out.
 */
const ESCAPED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

const ALL_ESCAPED = new RegExp(ESCAPED, 'gu');

/** Lines that every reader takes from a block the same way: the first shows the indentation, and the last has one end or none. */
const BLOCK = /^[^\s].*[^\s]\n?$/s;

/** Words and paths, which no reader takes for structure between braces. */
const FLOW_WORD = /^[A-Za-z0-9/][-A-Za-z0-9./_]*$/;

/**
 * Writes a value as YAML, without folded lines. The text reads as the same value in kubectl and in readers of the given
 * version: a text that may stand for something else, or that holds a character which some reader drops or takes for a line
 * break, is in double quotes, with that character escaped. Keys too.
 *
 * Loads the `yaml` library at the first call: most commands write no YAML.
 */
export function writeYaml(
  value: unknown,
  { version = '1.1', indentsLists = true, flow = false }: YamlStyle = {},
): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Document, visit } = require('yaml') as typeof import('yaml');
  const document = new Document(value, { version, customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => {
      if (typeof node.value === 'string' && needsQuotes(node.value, flow || key === null))
        node.type = 'QUOTE_DOUBLE' satisfies Scalar.Type;
    },
  });
  return writeDocument(document, { indentsLists, flow });
}

/**
 * Writes a document of the `yaml` library, with its comments, by {@link writeYaml}'s rule for characters. Each of those
 * characters has to be in a text in double quotes.
 */
export function writeDocument(document: Document, { indentsLists = true, flow = false }: YamlStyle): string {
  // the document begins with a directive otherwise
  document.directives = undefined;
  const written = document.toString({
    lineWidth: 0,
    indentSeq: indentsLists,
    doubleQuotedAsJSON: true,
    ...(flow && { collectionStyle: 'flow', flowCollectionPadding: false }),
  });
  return escaped(written);
}

/** Writes a value as JSON that is also YAML of the same value, by {@link writeYaml}'s rule for characters. */
export function writeJson(value: unknown, indent?: string | number): string {
  return escaped(JSON.stringify(value, null, indent));
}

/** @param isLine whether the text has no lines of its own: between braces, or alone in the document */
function needsQuotes(text: string, isLine: boolean): boolean {
  if (ESCAPED.test(text) || !isPlainText(text)) return true;
  return isLine ? !FLOW_WORD.test(text) : text.includes('\n') && !BLOCK.test(text);
}

/** A key `<<` of a JSON value is that text, and no merge. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');
}

function escaped(text: string): string {
  return ESCAPED.test(text)
    ? text.replace(ALL_ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}
