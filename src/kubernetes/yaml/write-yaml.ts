import type { Document, Scalar, Tags } from 'yaml';
import { UNCARRIED } from '../syntax';
import { isPlainText } from './yaml-stream';

/** Style of a YAML text. */
export interface YamlStyle {
  /**
   * Version of YAML whose readers must read every text as that text, like kubectl.
   * @default "1.1"
   */
  readonly version?: '1.1' | '1.2';

  /**
   * Indents lists below their key. If false, their dashes are in the column of the key.
   * @default true
   */
  readonly indentsLists?: boolean;
}

/**
 * Characters that are escaped in every YAML or JSON text of this library: controls, and characters that some reader reads as a
 * line break, drops or cannot decode. Tab and line feed are not among them.
 */
const ESCAPED = new RegExp(`[\\u0000-\\u0008\\u000b-\\u001f]|${UNCARRIED.source}`, 'u');

const ALL_ESCAPED = new RegExp(ESCAPED, 'gu');

/** Lines that every reader reads from a block in the same way: the first shows the indentation, and at most one line feed ends the last. */
const BLOCK = /^[^\s].*[^\s]\n?$/s;

/** Text that some reader reads as a number, without its underscores and in any case of its prefix. */
const NUMBER = /^[-+]*(0[xob][0-9a-f]*|[0-9]*(\.[0-9]*)?(e[-+]?[0-9]+)?)$/i;

/** Words and paths, which no reader reads as structure between braces. */
const FLOW_WORD = /^[A-Za-z0-9/][-A-Za-z0-9./_]*$/;

/**
 * Writes a value as YAML, without folded lines. kubectl and readers of the given version read the text as the same value. For
 * this, a text or key is in double quotes if some reader could read it as another value, or if it contains a character that
 * some reader drops or reads as a line break. That character is escaped.
 *
 * Loads the `yaml` library at the first call, because most commands write no YAML.
 */
export function writeYaml(value: unknown, style: YamlStyle = {}): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Document, visit } = require('yaml') as typeof import('yaml');
  const { version = '1.1' } = style;
  const document = new Document(value, { version, customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => {
      const text = node.value;
      if (typeof text !== 'string') return;
      // a text that is the whole document has no indentation for its lines
      const isQuoted = isSpecial(text) || (text.includes('\n') && (key === null || !BLOCK.test(text)));
      if (isQuoted) node.type = 'QUOTE_DOUBLE' satisfies Scalar.Type;
    },
  });
  return writeDocument(document, style);
}

/**
 * Writes a document of the `yaml` library, with its comments. Escapes characters like {@link writeYaml}: each of them must be in a
 * text in double quotes.
 */
export function writeDocument(document: Document, { indentsLists = true }: Omit<YamlStyle, 'version'>): string {
  // the document begins with a directive otherwise
  document.directives = undefined;
  return escaped(document.toString({ lineWidth: 0, indentSeq: indentsLists, doubleQuotedAsJSON: true }));
}

/** Writes a value as YAML on one line, with maps in braces and lists in brackets, by the rules of {@link writeYaml}. */
export function writeFlow(value: unknown): string {
  if (typeof value === 'string') return FLOW_WORD.test(value) && !isSpecial(value) ? value : writeJson(value);
  if (Array.isArray(value)) return `[${value.map(writeFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, item]) => `${writeFlow(key)}: ${writeFlow(item)}`);
  return `{${pairs.join(', ')}}`;
}

/** Writes a value as JSON that is also YAML of the same value. Escapes characters like {@link writeYaml}. */
export function writeJson(value: unknown, indent?: string | number): string {
  return escaped(JSON.stringify(value, null, indent));
}

/** Returns true if some reader reads a text without quotes as another value, or cannot read it. */
function isSpecial(text: string): boolean {
  return ESCAPED.test(text) || !isPlainText(text) || NUMBER.test(text.replace(/_/g, ''));
}

/** Removes the tag of merge keys, because the key `<<` of a JSON value is an ordinary text. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');
}

function escaped(text: string): string {
  return ESCAPED.test(text)
    ? text.replace(ALL_ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}
